import type { Target } from "../ledger/index.ts";
import type { CommissionInput } from "./commission.ts";
import type { CommissionChange } from "./commission-rows.ts";
import { linesOf } from "./standing.ts";

/** How the books of a commission should stand, and what made it so. */
export function targetOf(
  { before, after, commission }: CommissionChange,
  holderId: string,
  paymentIds: ReadonlyMap<string, string>,
  plans: CommissionInput["plans"],
): Target {
  const name = plans.get(after.planId)?.[0]?.planName ?? "plan";
  return {
    source: { type: "commission", id: after.id },
    factId: paymentIds.get(after.conversionId) ?? after.conversionId,
    // oxlint-disable-next-line referly/spoken-words -- names the cause in the books
    rule: after.level === 2 ? `${name}, level 2` : name,
    ruleVersion: after.planVersion,
    occurredAt: causeOf({ before, after, commission }),
    lines: linesOf(after, holderId),
  };
}

/** When what changed the books happened: the sale, its refund, or the end of its hold. */
function causeOf({ before, after, commission }: CommissionChange): Date {
  const wasReversed = after.reversedMinor !== (before?.reversedMinor ?? 0n);
  if (wasReversed) return commission?.reversedAt ?? after.occurredAt;
  return before?.status === "pending" && after.status === "approved" ? after.holdUntil : after.occurredAt;
}
