import { mayBeApplied } from "./delivery.ts";
import type { Redemption } from "./redemption.ts";

export type RedemptionAction = "approve" | "reject" | "mark_delivered" | "retry";

/** What the team can do with a redemption now. Lists offer these, and the verbs allow nothing else. */
export function allowedActions(redemption: Redemption, now: Date): RedemptionAction[] {
  const { status, payableAt, holdsStock, grant, takeBack } = redemption;
  const actions: RedemptionAction[] = [];
  if (status === "pending" && holdsStock && payableAt <= now) actions.push("approve");
  const isOpen = status === "pending" || status === "approved" || status === "held" || status === "failed";
  if (isOpen && !(grant && mayBeApplied(grant))) actions.push("reject");
  if (grant && isOpen) {
    const isByHand = grant.request.do === "by_hand" && grant.state === "queued" && status === "approved";
    if (isByHand || grant.state === "held") actions.push("mark_delivered");
  }
  if ((grant?.state === "held" && isOpen) || takeBack?.state === "held") actions.push("retry");
  return actions;
}

/** Waits for a person of the team: a decision, something to hand over, or something that went wrong. */
export function needsDecision(redemption: Redemption, now: Date): boolean {
  const actions = allowedActions(redemption, now);
  return actions.some((action) => action !== "reject");
}
