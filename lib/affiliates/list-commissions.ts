import { and, count, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { commissionStatuses } from "#db/enums.ts";
import { affiliateCommissions, affiliates } from "#db/schema/index.ts";
import { currencyCode } from "../core/amount-schemas.ts";
import type { Ctx } from "../core/context.ts";
import { anothers, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { findAffiliateOf } from "./affiliate.ts";
import { describeCommissions, type ListedCommission } from "./describe-commissions.ts";

/** Which commissions; an export takes the same filters as the page. */
export const commissionFilters = {
  /** Whose; a member's own when left out. */
  affiliateId: z.uuid().optional(),
  status: z.enum(commissionStatuses).optional(),
  currency: currencyCode.optional(),
  referralId: z.uuid().optional(),
  /** Of sales at this instant or later, and before the other. */
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
};

export const ListCommissionsInput = z.strictObject({
  ...commissionFilters,
  /** The id of the last commission of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(1000).default(50),
});
export type ListCommissionsInput = z.input<typeof ListCommissionsInput>;

export type CommissionPage = { commissions: ListedCommission[]; nextCursor: string | null };

const of = affiliateCommissions;

/** Commissions by the time of their sales, newest first. @throws AppError forbidden when a member asks for another's */
export async function listCommissions(ctx: Ctx, input: ListCommissionsInput = {}): Promise<CommissionPage> {
  const { limit, cursor, ...filter } = parseInput(ListCommissionsInput, input);
  return transact(ctx, async (tx, ctx) => {
    const whose = await whoseCommissions(ctx, filter.affiliateId);
    if (whose === "nobody's") return { commissions: [], nextCursor: null };
    const rows = await tx
      .select({ commission: of, userId: affiliates.userId })
      .from(of)
      .innerJoin(affiliates, and(eq(affiliates.companyId, ctx.companyId), eq(affiliates.id, of.affiliateId)))
      .where(and(whichCommissions(ctx, filter, whose), cursor === undefined ? undefined : after(ctx, cursor)))
      .orderBy(desc(of.occurredAt), desc(of.id))
      .limit(limit + 1);
    const commissions = await describeCommissions(ctx, rows.slice(0, limit));
    return { commissions, nextCursor: rows.length > limit ? (commissions.at(-1)?.id ?? null) : null };
  });
}

/** How many commissions the filters show. */
export async function countCommissions(ctx: Ctx, filter: CommissionFilter): Promise<number> {
  return transact(ctx, async (tx, ctx) => {
    const whose = await whoseCommissions(ctx, filter.affiliateId);
    if (whose === "nobody's") return 0;
    const [counted] = await tx
      .select({ rows: count() })
      .from(of)
      .where(whichCommissions(ctx, filter, whose));
    return counted?.rows ?? 0;
  });
}

type CommissionFilter = z.output<z.ZodObject<typeof commissionFilters>>;
type Whose = { affiliateId: string } | "everybody's";

function whichCommissions(ctx: Ctx, filter: CommissionFilter, whose: Whose): SQL | undefined {
  const { status, currency, referralId, since, until } = filter;
  return and(
    eq(of.companyId, ctx.companyId),
    whose === "everybody's" ? undefined : eq(of.affiliateId, whose.affiliateId),
    status === undefined ? undefined : eq(of.status, status),
    currency === undefined ? undefined : eq(of.currency, currency),
    referralId === undefined ? undefined : eq(of.referralId, referralId),
    since === undefined ? undefined : gte(of.occurredAt, new Date(since)),
    until === undefined ? undefined : lt(of.occurredAt, new Date(until)),
  );
}

/** A member sees their own commissions, and nobody else's. */
async function whoseCommissions(ctx: Ctx, affiliateId: string | undefined): Promise<Whose | "nobody's"> {
  if (ctx.actor.kind !== "member") return affiliateId === undefined ? "everybody's" : { affiliateId };
  const own = await findAffiliateOf(ctx, ctx.actor.userId);
  if (affiliateId !== undefined && affiliateId !== own?.id) throw anothers();
  return own ? { affiliateId: own.id } : "nobody's";
}

/** What comes after a commission in the order of the list. */
function after(ctx: Ctx, cursor: string): SQL {
  const last = alias(of, "last");
  const at = sql`(SELECT ${last.occurredAt} FROM ${of} AS ${last}
                   WHERE ${last.companyId} = ${ctx.companyId} AND ${last.id} = ${cursor}::uuid)`;
  return sql`(${of.occurredAt}, ${of.id}) < (${at}, ${cursor}::uuid)`;
}
