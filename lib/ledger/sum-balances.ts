import { and, eq, inArray, sum } from "drizzle-orm";
import { z } from "zod";
import { type LedgerAccountKind, ledgerAccountKinds } from "#db/enums.ts";
import { ledgerAccounts, ledgerBalances } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import type { Unit } from "./types.ts";

export const SumBalancesInput = z.strictObject({ kinds: z.array(z.enum(ledgerAccountKinds)).min(1) });
export type SumBalancesInput = z.infer<typeof SumBalancesInput>;

export type BalanceSum = { kind: LedgerAccountKind; unit: Unit; balance: bigint };

/** What stands on the accounts of all members together, by kind and unit. */
export async function sumBalances(ctx: Ctx, input: SumBalancesInput): Promise<BalanceSum[]> {
  requireOwner(ctx);
  const { kinds } = parseInput(SumBalancesInput, input);
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
      .where(and(eq(ledgerAccounts.companyId, ctx.companyId), inArray(ledgerAccounts.kind, kinds)))
      .groupBy(ledgerAccounts.unit, ledgerAccounts.kind)
      .orderBy(ledgerAccounts.unit, ledgerAccounts.kind),
  );
  return rows.map(({ balance, ...row }) => ({ ...row, balance: BigInt(balance ?? 0) }));
}
