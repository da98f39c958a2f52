import { disposableEmailBlocklistSet } from "disposable-email-domains-js";
import { getDomain } from "tldts";

const disposableDomains = disposableEmailBlocklistSet();

/** Services that hide an honest person's address behind one of their own. */
const relayDomains = new Set([
  "privaterelay.appleid.com",
  "icloud-relay.com",
  "duck.com",
  "mozmail.com",
  "relay.firefox.com",
  "simplelogin.com",
  "simplelogin.co",
  "aleeas.com",
  "slmail.me",
  "anonaddy.com",
  "anonaddy.me",
  "addy.io",
  "passmail.net",
  "passinbox.com",
]);

const gmailDomains = new Set(["gmail.com", "googlemail.com"]);

function partsOf(email: string): { local: string; domain: string } | null {
  const parts = /^([^@\s]+)@([^@\s]+)$/.exec(email.trim().toLowerCase());
  const [, local, domain] = parts ?? [];
  return local && domain ? { local, domain: domain.replace(/\.$/, "") } : null;
}

/** The mailbox behind an address: without case, without +tags, and at Gmail without dots. Null when it is none. */
export function canonicalEmail(email: string): string | null {
  const parts = partsOf(email);
  if (!parts) return null;
  const untagged = parts.local.split("+")[0] || parts.local;
  if (!gmailDomains.has(parts.domain)) return `${untagged}@${parts.domain}`;
  return `${untagged.replaceAll(".", "")}@gmail.com`;
}

/** What two addresses of one mailbox have in common, whatever the provider: a superset, to search by. */
export function searchableLocalPart(email: string): string | null {
  const canonical = canonicalEmail(email);
  return canonical === null ? null : (canonical.split("@")[0] ?? "").replaceAll(".", "");
}

/** The disposable or relaying domain of an address, if it has one. A subdomain counts as its registrable domain. */
export function disposableDomainOf(email: string): string | null {
  return domainIn(email, disposableDomains);
}

export function relayDomainOf(email: string): string | null {
  return domainIn(email, relayDomains);
}

function domainIn(email: string, list: ReadonlySet<string>): string | null {
  const domain = partsOf(email)?.domain;
  if (!domain) return null;
  if (list.has(domain)) return domain;
  const registrable = getDomain(domain);
  return registrable !== null && list.has(registrable) ? registrable : null;
}
