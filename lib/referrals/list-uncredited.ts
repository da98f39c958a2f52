import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { type DecisionOutcome, decisionOutcomes } from "#db/enums.ts";
import { attributionDecisions } from "#db/schema/index.ts";
import { readDetails, sayReason } from "../attribution/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import type { Said } from "../core/said.ts";
import { profilesById } from "../members/index.ts";
import { type Party, partyOf } from "./parties.ts";

export const ListUncreditedInput = z.strictObject({
  /** Only those with evidence that was refused, or only those without any. */
  outcome: z.enum(decisionOutcomes).extract(["refused", "no_evidence"]).optional(),
  /** The id of the last decision of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListUncreditedInput = z.input<typeof ListUncreditedInput>;

export type Uncredited = {
  decisionId: string;
  decidedAt: Date;
  outcome: DecisionOutcome;
  reason: string;
  sentence: Said;
  referred: Party;
};

export type UncreditedPage = { decisions: Uncredited[]; nextCursor: string | null };

/** New members and buyers who are nobody's referral by what is known now, newest first, each with the reason. */
export async function listUncredited(ctx: Ctx, input: ListUncreditedInput = {}): Promise<UncreditedPage> {
  requireOwner(ctx);
  const { outcome, cursor, limit } = parseInput(ListUncreditedInput, input);
  const d = attributionDecisions;
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(d)
      .where(
        and(
          eq(d.companyId, ctx.companyId),
          inArray(d.outcome, outcome === undefined ? ["refused", "no_evidence"] : [outcome]),
          cursor === undefined ? undefined : lt(d.id, cursor),
          // Only the newest decision about a person says how it stands.
          sql`NOT EXISTS (SELECT FROM attribution_decisions newer WHERE newer.company_id = ${d.companyId}
                AND newer.referred_id = ${d.referredId} AND newer.id > ${d.id})`,
        ),
      )
      .orderBy(desc(d.id))
      .limit(limit + 1),
  );
  const page = rows.slice(0, limit);
  const people = await profilesById(
    ctx,
    page.map((row) => row.referredId),
  );
  return {
    decisions: page.map((row) => {
      const referred = partyOf(people, row.referredId);
      const { windowDays } = readDetails(row.details);
      return {
        decisionId: row.id,
        decidedAt: row.decidedAt,
        outcome: row.outcome,
        reason: row.reason,
        sentence: sayReason(row.reason, { member: referred.name, version: row.rulesVersion, windowDays }),
        referred,
      };
    }),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
