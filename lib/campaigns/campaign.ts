import { and, asc, eq, type SQL } from "drizzle-orm";
import type { CampaignLimit, CampaignStatus } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { campaigns, campaignVersions } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { toDecimal } from "../core/money.ts";
import { CampaignTerms, minorOf, VersionTerms } from "./terms.ts";

export type Campaign = {
  id: string;
  name: string;
  description: string | null;
  status: CampaignStatus;
  startDate: Date;
  endDate: Date;
  /** When the settling is over and the standing is frozen. */
  settlesAt: Date;
  timeZone: string;
  /** While paused nothing new counts; what counted before stays. */
  pausedAt: Date | null;
  template: string | null;
  /** 0 while it is a draft. */
  version: number;
  /** The newest ones. */
  terms: CampaignTerms;
  /** Prizes that are sure to be given are set aside from the beginning. */
  budget: { currency: string; amount: string; used: string } | null;
  /** Referrals that paid and count, or may come to. */
  totalReferrals: number;
  exhausted: { at: Date; by: CampaignLimit } | null;
  raffleSeedHash: string;
  /** Null until the draw is over. */
  raffleSeed: string | null;
  frozenAt: Date | null;
  archivedAt: Date | null;
  /** Whether everybody may see it, on a page of its own. */
  isPublic: boolean;
  /** Where that page is, below /c/; null until it was first opened. */
  pagePath: string | null;
  createdAt: Date;
};

export type CampaignRow = typeof campaigns.$inferSelect;

export function campaignOf(row: CampaignRow): Campaign {
  const { budgetMinor, budgetCurrency, budgetUsedMinor, exhaustedAt, exhaustedBy } = row;
  const hasBudget = budgetMinor !== null && budgetCurrency !== null;
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    startDate: row.startDate,
    endDate: row.endDate,
    settlesAt: row.settlesAt,
    timeZone: row.timeZone,
    pausedAt: row.pausedAt,
    template: row.template,
    version: row.version,
    terms: termsOfRow(row),
    budget: hasBudget
      ? {
          currency: budgetCurrency,
          amount: toDecimal(budgetMinor, budgetCurrency),
          used: toDecimal(budgetUsedMinor, budgetCurrency),
        }
      : null,
    totalReferrals: row.totalReferrals,
    exhausted: exhaustedAt && exhaustedBy ? { at: exhaustedAt, by: exhaustedBy } : null,
    raffleSeedHash: row.raffleSeedHash,
    raffleSeed: row.frozenAt === null ? null : row.raffleSeed,
    frozenAt: row.frozenAt,
    archivedAt: row.archivedAt,
    isPublic: row.isPublic,
    pagePath: row.pagePath,
    createdAt: row.createdAt,
  };
}

/** The newest terms, from the columns that repeat them. */
function termsOfRow(row: CampaignRow): CampaignTerms {
  const { rules, prizes, audience, limits, stacks, priority, budgetMinor, budgetCurrency } = row;
  const budget =
    budgetMinor !== null && budgetCurrency !== null
      ? { currency: budgetCurrency, amount: toDecimal(budgetMinor, budgetCurrency) }
      : null;
  return CampaignTerms.parse({ rules, prizes, audience, limits, budget, stacks, priority });
}

/** The columns that repeat terms. */
export function columnsOf({ rules, prizes, audience, limits, budget, stacks, priority }: CampaignTerms) {
  return {
    rules,
    prizes,
    audience,
    limits,
    budgetMinor: budget && minorOf(budget),
    budgetCurrency: budget?.currency ?? null,
    stacks,
    priority,
  };
}

export async function readCampaigns(ctx: Ctx, which?: SQL, lock = false): Promise<CampaignRow[]> {
  return transact(ctx, (tx) => {
    const found = tx
      .select()
      .from(campaigns)
      .where(and(eq(campaigns.companyId, ctx.companyId), which))
      .orderBy(asc(campaigns.id));
    return lock ? found.for("no key update") : found;
  });
}

/** @throws AppError not_found */
export async function getCampaignRow(ctx: Ctx, id: string, lock = false): Promise<CampaignRow> {
  const [row] = await readCampaigns(ctx, eq(campaigns.id, id), lock);
  if (!row) throw notFound("campaign");
  return row;
}

export type CampaignVersion = { version: number; terms: VersionTerms; validFrom: Date };

/** By campaign, oldest first. */
export async function readVersions(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, CampaignVersion[]>> {
  if (ids.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(campaignVersions)
      .where(and(eq(campaignVersions.companyId, ctx.companyId), inIds(campaignVersions.campaignId, ids)))
      .orderBy(asc(campaignVersions.version)),
  );
  const versions = rows.map(({ campaignId, version, terms, validFrom }) => ({
    campaignId,
    version,
    terms: VersionTerms.parse(terms),
    validFrom,
  }));
  return Map.groupBy(versions, ({ campaignId }) => campaignId);
}
