import { canonicalEmail } from "../email.ts";
import { type FraudRule, found, nothing } from "../rule.ts";

export const emailDuplicate: FraudRule = {
  type: "email_duplicate",
  examine({ referrer, referred, earlier }) {
    const mailbox = mailboxOf(referred.email);
    if (mailbox === null) return nothing("No e-mail address is known to compare.");
    if (mailbox === mailboxOf(referrer.email)) {
      return found(100, "The e-mail address leads to the referrer's own mailbox.", { sameAs: "referrer" });
    }
    const other = earlier.find(({ email }) => mailboxOf(email) === mailbox);
    if (!other) return nothing("Nobody else here uses this mailbox.");
    return found(100, "The e-mail address leads to the mailbox of another member this referrer brought.", {
      sameAs: "referral",
      referralId: other.referralId,
    });
  },
};

function mailboxOf(email: string | null): string | null {
  return email === null ? null : canonicalEmail(email);
}
