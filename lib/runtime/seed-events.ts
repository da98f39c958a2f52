import type { Community, SeedLink, SeedMembership, SeedPayment, SeedRefund } from "#db/seed/community.ts";

/** What happened in the seeded community, as single events that can be lived through in order. */
export type SeedEvent = { at: Date } & (
  | { kind: "link"; link: SeedLink }
  | { kind: "clicks"; link: SeedLink; clicks: SeedClick[] }
  | { kind: "joined"; membership: SeedMembership }
  | { kind: "paid"; payment: SeedPayment }
  | { kind: "refunded"; refund: SeedRefund; payment: SeedPayment }
  | { kind: "disputed"; dispute: Community["disputes"][number] }
  | { kind: "membership_changed"; membership: SeedMembership }
);

export type SeedClick = {
  at: Date;
  visitor: string;
  class: "human" | "bot" | "preview";
  device: "mobile" | "desktop";
};

const dayMs = 86_400_000;
const minuteMs = 60_000;

export function eventsOf(community: Community): SeedEvent[] {
  const events: SeedEvent[] = [];
  const payments = new Map(community.payments.map((payment) => [payment.id, payment]));
  for (const link of community.links) {
    events.push({ kind: "link", at: link.createdAt, link });
    for (const clicks of clicksByDay(link, community)) events.push(clicks);
  }
  for (const membership of community.memberships) {
    events.push({ kind: "joined", at: membership.createdAt, membership });
    if (membership.updatedAt > membership.createdAt) {
      events.push({ kind: "membership_changed", at: membership.updatedAt, membership });
    }
  }
  // A payment settles with its checkout: a moment after the membership.
  for (const payment of community.payments)
    events.push({ kind: "paid", at: new Date(payment.paidAt.getTime() + 1000), payment });
  for (const refund of community.refunds) {
    const payment = payments.get(refund.paymentId);
    if (payment) events.push({ kind: "refunded", at: refund.createdAt, refund, payment });
  }
  for (const dispute of community.disputes) events.push({ kind: "disputed", at: dispute.createdAt, dispute });
  return events.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** A visit a few minutes before each referred join, and visits by people who did not join. */
function clicksByDay(link: SeedLink, community: Community): SeedEvent[] {
  const clicks: SeedClick[] = [];
  for (const referral of community.referrals.filter((row) => row.linkId === link.id)) {
    const membership = community.memberships.find((row) => row.id === referral.membershipId);
    if (!membership) continue;
    const at = new Date(membership.createdAt.getTime() - 6 * minuteMs);
    clicks.push({ at, visitor: `joiner:${referral.referredUserId}`, class: "human", device: "mobile" });
  }
  const days = Math.floor((community.day.getTime() - link.createdAt.getTime()) / dayMs);
  for (let day = 0; day < days; day++) {
    const visits = Math.max(0, fixedNumber(`${link.id}:${day}`, 5) - 2);
    for (let nth = 0; nth < visits; nth++) {
      const key = `${link.id}:${day}:${nth}`;
      const at = new Date(link.createdAt.getTime() + day * dayMs + fixedNumber(`at:${key}`, dayMs));
      const roll = fixedNumber(`class:${key}`, 10);
      clicks.push({
        at,
        visitor: `passer:${key}`,
        class: roll === 0 ? "bot" : roll === 1 ? "preview" : "human",
        device: roll % 3 === 0 ? "desktop" : "mobile",
      });
    }
  }
  return clicks
    .filter((click) => click.at >= link.createdAt && click.at < community.day)
    .map((click): SeedEvent => ({ kind: "clicks", at: click.at, link, clicks: [click] }));
}

/** A whole number below `limit`, the same for the same key (FNV-1a). */
function fixedNumber(key: string, limit: number): number {
  let hash = 2_166_136_261;
  for (const char of key) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619);
  hash ^= hash >>> 15;
  return (hash >>> 0) % limit;
}
