import { type FraudRule, found, nothing, type ScreenInput } from "../rule.ts";

export const deviceDuplicate: FraudRule = {
  type: "device_duplicate",
  examine({ visit, earlier, otherVisitors, isReferrersBrowser }) {
    if (visit === null) return nothing("No visit to the link is on record.");
    if (!visit.byCookie) return nothing("The visitor's browser was not recognised by our cookie.");
    if (isReferrersBrowser) return found(60, "Came from the referrer's own browser.", { sameAs: "referrer" });
    const other = earlier.find((one) => isSameBrowser(visit, one.visit));
    if (!other) return nothing("Nobody else brought by this referrer came from this browser.");
    if (otherVisitors > 0) {
      return nothing("The link was busy, so whose browser led to the purchase is not certain.");
    }
    return found(60, "Came from the same browser as another member this referrer brought.", {
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
