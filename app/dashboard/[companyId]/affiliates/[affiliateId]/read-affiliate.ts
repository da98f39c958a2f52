import type { LedgerAccountKind } from "#db/enums.ts";
import {
  type CommissionDetails,
  getAffiliate,
  getCommission,
  listCommissionPlans,
  listCommissions,
} from "#lib/affiliates/index.ts";
import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { type Balance, type EntryPage, getBalances, listEntries } from "#lib/ledger/index.ts";
import { describeSources, type EntrySource } from "#lib/payouts/index.ts";
import type { Asked } from "./asked-for.ts";

/** The accounts of an affiliate, in the order in which their money goes through them. */
export const accountKinds = [
  "commission_payable",
  "commission_pending",
  "commission_held",
  "payout_in_transit",
  "payout_paid",
  "commission_expense",
] as const satisfies readonly LedgerAccountKind[];
export type AccountKind = (typeof accountKinds)[number];
export type Account = Balance & { kind: AccountKind };

export type OpenAccount = {
  account: Account;
  page: EntryPage;
  /** What the entries were posted for. */
  sources: ReadonlyMap<string, EntrySource>;
};

const entriesAtOnce = 50;

export async function readAffiliate(ctx: Ctx, affiliateId: string, asked: Asked) {
  const affiliate = await getAffiliate(ctx, { id: affiliateId });
  const { userId } = affiliate;
  const [plans, settings, list, balances, commission] = await Promise.all([
    listCommissionPlans(ctx, { includeArchived: true }),
    getSettings(ctx),
    listCommissions(ctx, {
      affiliateId,
      ...(asked.filter === "all" ? {} : { status: asked.filter }),
      ...(asked.cursor === undefined ? {} : { cursor: asked.cursor }),
    }),
    getBalances(ctx, { holderIds: [userId], kinds: [...accountKinds] }),
    readCommission(ctx, asked.commission),
  ]);
  const accounts = balances.flatMap((balance): Account[] => {
    const kind = accountKinds.find((known) => known === balance.kind);
    return kind === undefined ? [] : [{ ...balance, kind }];
  });
  const account = accounts.find(({ accountId }) => accountId === asked.account);
  const opened = account === undefined ? null : await readEntries(ctx, account, userId, asked.before);
  return { affiliate, plans, settings, list, accounts, commission, opened };
}

/** One that is not there is no reason to hide the page. */
async function readCommission(ctx: Ctx, id: string | undefined): Promise<CommissionDetails | null> {
  if (id === undefined) return null;
  try {
    return await getCommission(ctx, { id });
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

async function readEntries(
  ctx: Ctx,
  account: Account,
  holderId: string,
  before: string | undefined,
): Promise<OpenAccount> {
  const page = await listEntries(ctx, {
    holderId,
    accountId: account.accountId,
    limit: entriesAtOnce,
    ...(before === undefined ? {} : { cursor: before }),
  });
  const sources = await describeSources(
    ctx,
    page.entries.map(({ source }) => source),
  );
  return { account, page, sources };
}
