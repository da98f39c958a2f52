import { and, asc, desc, eq, inArray, lt, ne, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { type FraudCaseStatus, type FraudCheckType, fraudCaseStatuses } from "#db/enums.ts";
import { fraudCases, fraudChecks, referrals, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { readTold, type Told } from "../core/said.ts";
import { displayName, membersById } from "../members/index.ts";

export const ListCasesInput = z.strictObject({
  status: z.enum(fraudCaseStatuses).default("open"),
  /** The id of the last case of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(50),
});
export type ListCasesInput = z.input<typeof ListCasesInput>;

export type CaseParty = { userId: string; name: string; avatarUrl: string | null };

export type FraudCase = {
  id: string;
  referralId: string;
  status: FraudCaseStatus;
  score: number;
  openedAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  decisionReason: string | null;
  referrer: CaseParty;
  referred: CaseParty;
  /** What the rules found, the heaviest first. */
  findings: { type: FraudCheckType; points: number; failed: boolean; sentence: Told }[];
};

export type CasePage = { cases: FraudCase[]; nextCursor: string | null };

/** Referrals that wait for the owner, or were decided. Cases of referrals that were cancelled need no decision. */
export async function listCases(ctx: Ctx, input: ListCasesInput = {}): Promise<CasePage> {
  requireOwner(ctx);
  const { status, cursor, limit } = parseInput(ListCasesInput, input);
  const cases = await readCases(
    ctx,
    and(
      eq(fraudCases.status, status),
      status === "open" ? ne(referrals.status, "cancelled") : undefined,
      cursor === undefined ? undefined : lt(fraudCases.id, cursor),
    ),
    limit + 1,
  );
  const page = cases.slice(0, limit);
  return { cases: page, nextCursor: cases.length > limit ? (page.at(-1)?.id ?? null) : null };
}

export async function readCases(ctx: Ctx, which: SQL | undefined, limit: number): Promise<FraudCase[]> {
  const { companyId } = ctx;
  return transact(ctx, async (tx, ctx) => {
    const decider = alias(users, "decider");
    const rows = await tx
      .select({
        fraudCase: fraudCases,
        referrerId: referrals.referrerId,
        referredId: referrals.referredId,
        decider,
      })
      .from(fraudCases)
      .innerJoin(referrals, and(eq(referrals.companyId, companyId), eq(referrals.id, fraudCases.referralId)))
      .leftJoin(decider, and(eq(decider.companyId, companyId), eq(decider.id, fraudCases.decidedBy)))
      .where(and(eq(fraudCases.companyId, companyId), which))
      .orderBy(desc(fraudCases.id))
      .limit(limit);
    const referralIds = rows.map((row) => row.fraudCase.referralId);
    const checks =
      referralIds.length === 0
        ? []
        : await tx
            .select()
            .from(fraudChecks)
            .where(
              and(
                eq(fraudChecks.companyId, companyId),
                inArray(fraudChecks.referralId, referralIds),
                eq(fraudChecks.flagged, true),
              ),
            )
            .orderBy(desc(fraudChecks.points), asc(fraudChecks.checkType));
    const people = await membersById(
      ctx,
      rows.flatMap((row) => [row.referrerId, row.referredId]),
    );
    const party = (userId: string): CaseParty => {
      const member = people.get(userId);
      return { userId, name: member ? displayName(member) : "Unknown", avatarUrl: member?.avatarUrl ?? null };
    };
    return rows.map(({ fraudCase, referrerId, referredId, decider }) => ({
      id: fraudCase.id,
      referralId: fraudCase.referralId,
      status: fraudCase.status,
      score: fraudCase.score,
      openedAt: fraudCase.openedAt,
      decidedAt: fraudCase.decidedAt,
      decidedBy: decider ? displayName(decider) : null,
      decisionReason: fraudCase.decisionReason,
      referrer: party(referrerId),
      referred: party(referredId),
      findings: checks
        .filter((check) => check.referralId === fraudCase.referralId)
        .map(({ checkType, points, failed, sentence }) => ({
          type: checkType,
          points,
          failed,
          sentence: readTold(sentence),
        })),
    }));
  });
}
