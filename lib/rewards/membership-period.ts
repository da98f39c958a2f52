import { z } from "zod";
import { dayMs, hourMs } from "../core/clock.ts";
import type { FreeDaysExpectation } from "./delivery.ts";

const instant = z.coerce.date().nullish().catch(null);

/** The running period of a membership as the adapter's pinned version gives it, or a newer one. */
const MembershipPeriod = z
  .object({
    id: z.string(),
    status: z.string(),
    renewal_period_start: instant,
    renewal_period_end: instant,
    current_period_end: instant,
  })
  .transform((membership) => ({
    membershipId: membership.id,
    status: membership.status,
    startsAt: membership.renewal_period_start ?? null,
    endsAt: membership.renewal_period_end ?? membership.current_period_end ?? null,
  }));
export type MembershipPeriod = z.infer<typeof MembershipPeriod>;

/** Null when Whop's object is not one we can read. */
export function readPeriod(raw: unknown): MembershipPeriod | null {
  return MembershipPeriod.safeParse(raw).data ?? null;
}

/** Best first: a membership that is paid for, then one that is about to be. */
const EXTENDABLE = ["active", "trialing", "canceling", "past_due"];

/** The membership that free days are added to: the one that ends soonest among the best. Null when none has an end. */
export function membershipToExtend(memberships: readonly MembershipPeriod[]): MembershipPeriod | null {
  const rank = ({ status }: MembershipPeriod) => EXTENDABLE.indexOf(status);
  const open = memberships.filter((one) => rank(one) >= 0 && one.endsAt !== null);
  const end = ({ endsAt }: MembershipPeriod) => endsAt?.getTime() ?? 0;
  open.sort((a, b) => rank(a) - rank(b) || end(a) - end(b) || (a.membershipId < b.membershipId ? -1 : 1));
  return open[0] ?? null;
}

export function expectationOf(endsAt: Date, days: number): FreeDaysExpectation {
  return { endBefore: endsAt, endAfter: new Date(endsAt.getTime() + days * dayMs) };
}

/** Whop may round, and a day may have 23 or 25 hours; a day that was or was not added differs by more. */
const tolerance = 12 * hourMs;

function isAt(at: Date | null, expected: Date): boolean {
  return at !== null && Math.abs(at.getTime() - expected.getTime()) < tolerance;
}

/** Whether the days were added, read from the period as it is now; a renewal in between begins where the old one ended. */
export function wereDaysAdded(
  period: MembershipPeriod,
  { endBefore, endAfter }: FreeDaysExpectation,
): "yes" | "no" | "unclear" {
  if (isAt(period.startsAt, endBefore)) return "no";
  if (isAt(period.startsAt, endAfter)) return "yes";
  if (isAt(period.endsAt, endBefore)) return "no";
  return isAt(period.endsAt, endAfter) ? "yes" : "unclear";
}
