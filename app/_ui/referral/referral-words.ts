import type { ListedReferral } from "#lib/referrals/index.ts";
import type { Translator } from "../i18n/translator.ts";

const cancelReasons = [
  "refunded",
  "dispute_lost",
  "left_before_paying",
  "superseded",
  "no_longer_credited",
] as const;
const holdReasons = ["open_dispute", "amount_problem"] as const;

type Stand = Pick<ListedReferral, "state" | "cancelReason" | "holdReason"> & { referred: { name: string } };

/** Where a referral stands and why, in one sentence in the reader's language. */
export function referralWords({ state, cancelReason, holdReason, referred }: Stand, t: Translator): string {
  const { name } = referred;
  switch (state) {
    case "cancelled": {
      const reason = cancelReasons.find((known) => known === cancelReason) ?? "no_longer_credited";
      return t(`referral.cancelled.${reason}`, { name });
    }
    case "provisional": {
      const reason = holdReasons.find((known) => known === holdReason) ?? "review";
      return t(`referral.held.${reason}`, { name });
    }
    default:
      return t(`referral.words.${state}`, { name });
  }
}
