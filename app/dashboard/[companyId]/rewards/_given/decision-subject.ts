import type { ListedRedemption, RedemptionAction } from "#lib/rewards/index.ts";

/** What the decision buttons need to know of a redemption. */
export type DecisionSubject = {
  id: string;
  memberName: string;
  rewardName: string;
  actions: readonly RedemptionAction[];
  /** The delivery that a retry tries again. */
  heldDeliveryId: string | null;
  /** Nobody knows whether the last call was applied. */
  isUncertain: boolean;
};

export function subjectOf({
  id,
  memberName,
  terms,
  actions,
  grant,
  takeBack,
}: ListedRedemption): DecisionSubject {
  const held = [grant, takeBack].find((delivery) => delivery?.state === "held") ?? null;
  const last = held?.attempts.findLast(({ outcome }) => outcome !== "retried")?.outcome;
  return {
    id,
    memberName,
    rewardName: terms.name,
    actions,
    heldDeliveryId: held?.id ?? null,
    isUncertain: last === "unknown" || last === "unclear",
  };
}
