import { say } from "../../core/said.ts";
import { relayDomainOf } from "../email.ts";
import { type FraudRule, found, nothing } from "../rule.ts";

export const privacyRelay: FraudRule = {
  type: "privacy_relay",
  examine({ referred }) {
    const domain = referred.email === null ? null : relayDomainOf(referred.email);
    if (domain === null) return nothing(say("fraud.notRelayed"));
    return found(5, say("fraud.relayed", { domain }), {
      domain,
    });
  },
};
