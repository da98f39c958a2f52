import { say } from "../../core/said.ts";
import { disposableDomainOf } from "../email.ts";
import { type FraudRule, found, nothing } from "../rule.ts";

export const disposableEmail: FraudRule = {
  type: "disposable_email",
  examine({ referred }) {
    const domain = referred.email === null ? null : disposableDomainOf(referred.email);
    if (domain === null) return nothing(say("fraud.notDisposable"));
    return found(30, say("fraud.disposable", { domain }), { domain });
  },
};
