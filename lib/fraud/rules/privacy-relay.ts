import { relayDomainOf } from "../email.ts";
import { type FraudRule, found, nothing } from "../rule.ts";

export const privacyRelay: FraudRule = {
  type: "privacy_relay",
  examine({ referred }) {
    const domain = referred.email === null ? null : relayDomainOf(referred.email);
    if (domain === null) return nothing("The e-mail address is not behind a privacy relay.");
    return found(5, `The e-mail address is behind the privacy relay ${domain}, as many honest ones are.`, {
      domain,
    });
  },
};
