import { say } from "../../core/said.ts";
import { type FraudRule, found, nothing, type ScreenInput } from "../rule.ts";

export const deviceDuplicate: FraudRule = {
  type: "device_duplicate",
  examine({ visit, earlier, otherVisitors, isReferrersBrowser }) {
    if (visit === null) return nothing(say("fraud.noVisit"));
    if (!visit.byCookie) return nothing(say("fraud.notRecognised"));
    if (isReferrersBrowser) return found(60, say("fraud.referrersBrowser"), { sameAs: "referrer" });
    const other = earlier.find((one) => isSameBrowser(visit, one.visit));
    if (!other) return nothing(say("fraud.otherBrowser"));
    if (otherVisitors > 0) {
      return nothing(say("fraud.busyLink"));
    }
    return found(60, say("fraud.sameBrowser"), {
      sameAs: "referral",
      referralId: other.referralId,
    });
  },
};

/** One and the same visit before two purchases says nothing of either: only one of them can have made it. */
function isSameBrowser(visit: NonNullable<ScreenInput["visit"]>, other: ScreenInput["visit"]): boolean {
  if (other === null || !other.byCookie || other.visitorKey !== visit.visitorKey) return false;
  return other.at.getTime() !== visit.at.getTime();
}
