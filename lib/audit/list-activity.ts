import { and, desc, eq, lt, ne } from "drizzle-orm";
import { z } from "zod";
import { auditLogs } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";

export const ListActivityInput = z.strictObject({
  /** The id of the last entry of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(50),
  /** Only what people did, without what Referly did by itself. */
  byPeople: z.boolean().default(false),
  /** Only what concerns one thing, with `subjectId`. */
  subjectType: z.string().max(40).optional(),
  subjectId: z.string().max(80).optional(),
});
export type ListActivityInput = z.input<typeof ListActivityInput>;

export type Activity = {
  id: string;
  at: Date;
  actorKind: string;
  actorName: string;
  /** noun.past, such as reward.created */
  action: string;
  subjectType: string;
  subjectId: string;
  details: Record<string, unknown>;
};

/** Who did what, latest first; ids sort by the instant they were made. */
export async function listActivity(
  ctx: Ctx,
  input: ListActivityInput = {},
): Promise<{ entries: Activity[]; nextCursor: string | null }> {
  requireOwner(ctx);
  const { cursor, limit, byPeople, subjectType, subjectId } = parseInput(ListActivityInput, input);
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(auditLogs)
      .where(
        and(
          eq(auditLogs.companyId, ctx.companyId),
          cursor ? lt(auditLogs.id, cursor) : undefined,
          byPeople ? ne(auditLogs.actorKind, "system") : undefined,
          subjectType ? eq(auditLogs.subjectType, subjectType) : undefined,
          subjectId ? eq(auditLogs.subjectId, subjectId) : undefined,
        ),
      )
      .orderBy(desc(auditLogs.id))
      .limit(limit + 1),
  );
  const entries = rows.slice(0, limit).map(({ companyId: _, actorId: __, createdAt: ___, ...entry }) => ({
    ...entry,
    details: { ...Object(entry.details) },
  }));
  return { entries, nextCursor: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
}
