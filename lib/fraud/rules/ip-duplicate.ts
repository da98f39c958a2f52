import { dayMs } from "../../core/clock.ts";
import { say } from "../../core/said.ts";
import { type FraudRule, found, nothing, type ScreenInput } from "../rule.ts";

const fullPoints = 15;
/** From so many unrelated members on, a network says nothing: an office, a campus, a phone company. */
const sharedByMany = 5;

export const ipDuplicate: FraudRule = {
  type: "ip_duplicate",
  examine({ visit, earlier, unrelatedOnNetwork }) {
    if (visit === null || visit.networkKey === null) return nothing(say("fraud.noNetwork"));
    const other = earlier.find((one) => isSameNetwork(visit, one.visit));
    if (!other) return nothing(say("fraud.otherNetwork"));
    const share = Math.max(0, 1 - unrelatedOnNetwork / sharedByMany);
    const points = Math.round(fullPoints * share);
    if (points === 0) return nothing(say("fraud.sharedNetwork"));
    return found(points, say("fraud.sameNetwork"), {
      referralId: other.referralId,
      unrelatedOnNetwork,
    });
  },
};

function isSameNetwork(visit: NonNullable<ScreenInput["visit"]>, other: ScreenInput["visit"]): boolean {
  if (other === null || other.networkKey === null || other.networkKey !== visit.networkKey) return false;
  return Math.abs(visit.at.getTime() - other.at.getTime()) <= dayMs;
}
