import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { type LedgerAccountKind, ledgerAccountKinds } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { ledgerAccounts, ledgerBalances } from "#db/schema/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import type { Unit } from "./types.ts";

export const GetBalancesInput = z.strictObject({
  holderIds: z.array(z.uuid()).min(1).max(1000),
  kinds: z.array(z.enum(ledgerAccountKinds)).min(1).optional(),
});
export type GetBalancesInput = z.infer<typeof GetBalancesInput>;

export type Balance = {
  /** Opens the entries behind the balance. */
  accountId: string;
  holderId: string;
  kind: LedgerAccountKind;
  unit: Unit;
  balance: bigint;
  entries: number;
};

/** Accounts of members with what stands on them. @throws AppError forbidden when a member asks for another's */
export async function getBalances(ctx: Ctx, input: GetBalancesInput): Promise<Balance[]> {
  const { holderIds, kinds } = parseInput(GetBalancesInput, input);
  for (const holderId of holderIds) whose(ctx, holderId);
  const [first] = holderIds;
  if (first === undefined || holderIds.length > 1) return readBalances(ctx, holderIds, kinds);
  const all = (await balancesOf(ctx, first)) ?? [];
  return kinds ? all.filter(({ kind }) => kinds.includes(kind)) : all;
}

/** What a member's page asks about its member, so those who open it at once share a read. */
const balancesOf = batchedRead<Balance[]>({
  mostKeys: 500,
  load: async (ctx, holderIds) =>
    Map.groupBy(await readBalances(ctx, holderIds, undefined), ({ holderId }) => holderId),
});

async function readBalances(
  ctx: Ctx,
  holderIds: readonly string[],
  kinds: readonly LedgerAccountKind[] | undefined,
): Promise<Balance[]> {
  return transact(ctx, (tx) =>
    tx
      .select({
        accountId: ledgerAccounts.id,
        holderId: ledgerAccounts.holderId,
        kind: ledgerAccounts.kind,
        unit: ledgerAccounts.unit,
        balance: ledgerBalances.balance,
        entries: ledgerBalances.entries,
      })
      .from(ledgerAccounts)
      .innerJoin(
        ledgerBalances,
        and(
          eq(ledgerBalances.companyId, ledgerAccounts.companyId),
          eq(ledgerBalances.accountId, ledgerAccounts.id),
        ),
      )
      .where(
        and(
          eq(ledgerAccounts.companyId, ctx.companyId),
          inIds(ledgerAccounts.holderId, holderIds),
          kinds ? inArray(ledgerAccounts.kind, kinds) : undefined,
        ),
      )
      .orderBy(ledgerAccounts.holderId, ledgerAccounts.unit, ledgerAccounts.kind),
  );
}
