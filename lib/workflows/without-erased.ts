import { onlyReference } from "../links/index.ts";
import type { Member } from "../members/index.ts";
import type { Finding } from "../whop/index.ts";

/**
 * What an object tells, filed under the pseudonym of whom it is about when they were erased, without what would make
 * them recognisable again. What they paid and had still counts.
 */
export function withoutErased(finding: Finding, members: ReadonlyMap<string, Member>): Finding {
  const pseudonymOf = (whopUserId: string | null) => {
    const member = members.get(whopUserId ?? "");
    return member?.erasedAt ? member.whopUserId : null;
  };
  if (!finding.people.some(({ whopUserId }) => pseudonymOf(whopUserId))) return finding;
  return {
    ...finding,
    memberships: finding.memberships.map((fact) => {
      const whopUserId = pseudonymOf(fact.whopUserId);
      return whopUserId ? { ...fact, whopUserId, metadata: onlyReference(fact.metadata) } : fact;
    }),
    payments: finding.payments.map((fact) => {
      const whopUserId = pseudonymOf(fact.whopUserId);
      return whopUserId
        ? { ...fact, whopUserId, metadata: onlyReference(fact.metadata), instrumentKey: null }
        : fact;
    }),
  };
}
