import { and, eq, inArray, isNotNull, isNull, sum } from "drizzle-orm";
import { z } from "zod";
import { type LedgerAccountKind, ledgerAccountKinds } from "#db/enums.ts";
import { ledgerAccounts, ledgerBalances, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import type { Unit } from "./types.ts";

const Kinds = z.array(z.enum(ledgerAccountKinds));

export const SumBalancesInput = z.strictObject({
  kinds: Kinds.min(1),
  /** Of these, what stands on accounts of erased members is left out: nobody can be paid it. */
  unlessErased: Kinds.default([]),
});
export type SumBalancesInput = z.input<typeof SumBalancesInput>;

export type BalanceSum = { kind: LedgerAccountKind; unit: Unit; balance: bigint };

/** What stands on the accounts of all members together, by kind and unit. */
export async function sumBalances(ctx: Ctx, input: SumBalancesInput): Promise<BalanceSum[]> {
  requireOwner(ctx);
  const { kinds, unlessErased } = parseInput(SumBalancesInput, input);
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ kind: ledgerAccounts.kind, unit: ledgerAccounts.unit, balance: sum(ledgerBalances.balance) })
      .from(ledgerAccounts)
      .innerJoin(
        ledgerBalances,
        and(
          eq(ledgerBalances.companyId, ledgerAccounts.companyId),
          eq(ledgerBalances.accountId, ledgerAccounts.id),
        ),
      )
      .leftJoin(
        users,
        and(
          eq(users.companyId, ledgerAccounts.companyId),
          eq(users.id, ledgerAccounts.holderId),
          isNotNull(users.erasedAt),
          inArray(ledgerAccounts.kind, unlessErased),
        ),
      )
      .where(
        and(
          eq(ledgerAccounts.companyId, ctx.companyId),
          inArray(ledgerAccounts.kind, kinds),
          isNull(users.id),
        ),
      )
      .groupBy(ledgerAccounts.unit, ledgerAccounts.kind)
      .orderBy(ledgerAccounts.unit, ledgerAccounts.kind),
  );
  return rows.map(({ balance, ...row }) => ({ ...row, balance: BigInt(balance ?? 0) }));
}
