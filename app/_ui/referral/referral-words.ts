import type { ListedReferral } from "#lib/referrals/index.ts";
import type { Speech } from "../i18n/request.ts";

const cancelReasons = [
  "refunded",
  "dispute_lost",
  "left_before_paying",
  "superseded",
  "no_longer_credited",
] as const;
const holdReasons = ["open_dispute", "amount_problem"] as const;

type Stand = Pick<ListedReferral, "state" | "status" | "cancelReason" | "holdReason" | "activationDueAt"> & {
  referred: { name: string };
};

/** Where a referral stands and why, in one sentence in the reader's language. */
export function referralWords(referral: Stand, { t, format }: Pick<Speech, "t" | "format">): string {
  const { state, status, cancelReason, holdReason, activationDueAt } = referral;
  const { name } = referral.referred;
  switch (state) {
    case "cancelled": {
      const reason = cancelReasons.find((known) => known === cancelReason) ?? "no_longer_credited";
      return t(`referral.cancelled.${reason}`, { name });
    }
    case "provisional": {
      const reason = holdReasons.find((known) => known === holdReason) ?? "review";
      return t(`referral.held.${reason}`, { name });
    }
    case "confirmed":
      if (status === "activated") return t("referral.words.activated", { name });
      return activationDueAt === null
        ? t("referral.words.confirmed", { name })
        : t("referral.words.countsOn", { name, day: format.day(activationDueAt) });
    default:
      return t(`referral.words.${state}`, { name });
  }
}
