import { disposableDomainOf } from "../email.ts";
import { type FraudRule, found, nothing } from "../rule.ts";

export const disposableEmail: FraudRule = {
  type: "disposable_email",
  examine({ referred }) {
    const domain = referred.email === null ? null : disposableDomainOf(referred.email);
    if (domain === null) return nothing("The e-mail address is not of a known throw-away service.");
    return found(30, `The e-mail address is of the throw-away service ${domain}.`, { domain });
  },
};
