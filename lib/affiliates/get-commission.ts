import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { affiliateCommissions, affiliates } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { toDecimal } from "../core/money.ts";
import { parseInput } from "../core/parse.ts";
import { type Entry, listEntries } from "../ledger/index.ts";
import { describeCommissions, type ListedCommission } from "./describe-commissions.ts";
import { type WorkingLine, Workings } from "./workings.ts";

export const GetCommissionInput = z.strictObject({ id: z.uuid() });
export type GetCommissionInput = z.infer<typeof GetCommissionInput>;

export type CommissionEntry = Pick<Entry, "postingId" | "kind" | "factId" | "rule" | "ruleVersion"> & {
  occurredAt: Date;
  postedAt: Date;
  /** In decimals of the commission's currency. */
  amount: string;
};

export type CommissionDetails = ListedCommission & {
  /** How the amount was found, in the order of the calculation; amounts as decimals. */
  workings: WorkingLine[];
  /** What the books hold of it, newest first. */
  entries: CommissionEntry[];
};

/** More than any commission has: one posting for each change. */
const mostEntries = 1_000;

/** A commission that anybody can check. A member finds their own. @throws AppError not_found */
export async function getCommission(ctx: Ctx, input: GetCommissionInput): Promise<CommissionDetails> {
  const { id } = parseInput(GetCommissionInput, input);
  const { actor } = ctx;
  return transact(ctx, async (tx, ctx) => {
    const of = affiliateCommissions;
    const [row] = await tx
      .select({ commission: of, userId: affiliates.userId })
      .from(of)
      .innerJoin(affiliates, and(eq(affiliates.companyId, ctx.companyId), eq(affiliates.id, of.affiliateId)))
      .where(
        and(
          eq(of.companyId, ctx.companyId),
          eq(of.id, id),
          actor.kind === "member" ? eq(affiliates.userId, actor.userId) : undefined,
        ),
      );
    const [commission] = row ? await describeCommissions(ctx, [row]) : [];
    if (!row || !commission) throw notFound("commission");
    const { entries } = await listEntries(ctx, {
      holderId: row.userId,
      sourceType: "commission",
      sourceId: id,
      limit: mostEntries,
    });
    const decimal = (minor: bigint) => toDecimal(minor, commission.currency);
    return {
      ...commission,
      workings: Workings.parse(row.commission.workings).map((line) => inDecimals(line, decimal)),
      entries: entries.map((entry) => ({
        postingId: entry.postingId,
        kind: entry.kind,
        amount: decimal(entry.amount),
        factId: entry.factId,
        rule: entry.rule,
        ruleVersion: entry.ruleVersion,
        occurredAt: entry.occurredAt,
        postedAt: entry.postedAt,
      })),
    };
  });
}

const amounts = new Set(["minor", "gross", "tax", "limit", "cut", "fee", "refunded"]);

/** The same line with its amounts as people read them; both are texts, so the line keeps its shape. */
function inDecimals<L extends WorkingLine>(line: L, decimal: (minor: bigint) => string): L {
  const shown = Object.entries(line).map(([name, value]) => [
    name,
    amounts.has(name) && typeof value === "string" ? decimal(BigInt(value)) : value,
  ]);
  return Object.fromEntries(shown) as L;
}
