import { and, asc, desc, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { affiliateStatuses } from "#db/enums.ts";
import { affiliates, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { affiliateFromRow, isAffiliate } from "./affiliate.ts";
import { describeAffiliates, type ListedAffiliate } from "./describe-affiliates.ts";

export const ListAffiliatesInput = z.strictObject({
  status: z.enum(affiliateStatuses).optional(),
  planId: z.uuid().optional(),
  /** Part of a name or user name. */
  search: z.string().trim().min(1).max(100).optional(),
  /** By when they asked. */
  order: z.enum(["latest", "oldest"]).default("latest"),
  /** The id of the last affiliate of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListAffiliatesInput = z.input<typeof ListAffiliatesInput>;

export type AffiliatePage = { affiliates: ListedAffiliate[]; nextCursor: string | null };

/** Who asked latest comes first, unless who has waited longest shall. */
export async function listAffiliates(ctx: Ctx, input: ListAffiliatesInput = {}): Promise<AffiliatePage> {
  requireOwner(ctx);
  const { status, planId, search, order, cursor, limit } = parseInput(ListAffiliatesInput, input);
  const inOrder = order === "oldest" ? asc : desc;
  return transact(ctx, async (tx, ctx) => {
    const rows = await tx
      .select({ affiliate: affiliates })
      .from(affiliates)
      .innerJoin(users, and(eq(users.companyId, ctx.companyId), eq(users.id, affiliates.userId)))
      .where(
        and(
          eq(affiliates.companyId, ctx.companyId),
          isAffiliate,
          status === undefined ? undefined : eq(affiliates.status, status),
          planId === undefined ? undefined : eq(affiliates.planId, planId),
          search === undefined ? undefined : isNamed(search),
          cursor === undefined ? undefined : after(ctx, cursor, order),
        ),
      )
      .orderBy(inOrder(affiliates.appliedAt), inOrder(affiliates.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit).map(({ affiliate }) => affiliateFromRow(affiliate));
    return {
      affiliates: await describeAffiliates(ctx, page),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

function isNamed(search: string): SQL | undefined {
  const pattern = `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return or(ilike(users.name, pattern), ilike(users.username, pattern));
}

function after(ctx: Ctx, cursor: string, order: "latest" | "oldest"): SQL {
  const last = alias(affiliates, "last");
  const at = sql`(SELECT ${last.appliedAt} FROM ${affiliates} AS ${last}
                   WHERE ${last.companyId} = ${ctx.companyId} AND ${last.id} = ${cursor}::uuid)`;
  const beyond = sql.raw(order === "oldest" ? ">" : "<");
  return sql`(${affiliates.appliedAt}, ${affiliates.id}) ${beyond} (${at}, ${cursor}::uuid)`;
}
