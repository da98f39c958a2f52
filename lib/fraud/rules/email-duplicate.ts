import { say } from "../../core/said.ts";
import { canonicalEmail } from "../email.ts";
import { type FraudRule, found, nothing } from "../rule.ts";

export const emailDuplicate: FraudRule = {
  type: "email_duplicate",
  examine({ referrer, referred, earlier }) {
    const mailbox = mailboxOf(referred.email);
    if (mailbox === null) return nothing(say("fraud.noEmail"));
    if (mailbox === mailboxOf(referrer.email)) {
      return found(100, say("fraud.referrersMailbox"), { sameAs: "referrer" });
    }
    const other = earlier.find(({ email }) => mailboxOf(email) === mailbox);
    if (!other) return nothing(say("fraud.otherMailbox"));
    return found(100, say("fraud.sameMailbox"), {
      sameAs: "referral",
      referralId: other.referralId,
    });
  },
};

function mailboxOf(email: string | null): string | null {
  return email === null ? null : canonicalEmail(email);
}
