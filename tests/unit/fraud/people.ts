import { hourMs } from "#lib/core/clock.ts";
import type { EarlierReferral, ScreenInput } from "#lib/fraud/rule.ts";

export const noon = new Date("2026-11-10T12:00:00.000Z");
export const hoursBefore = (hours: number, ms = 0) => new Date(noon.getTime() - hours * hourMs - ms);

/** A referral with nothing to find in it. */
export function honest(over: Partial<ScreenInput> = {}): ScreenInput {
  return {
    referrer: {
      userId: "r",
      whopUserId: "user_r",
      email: "rosa@example.com",
      instruments: ["by-id:card-of-rosa"],
    },
    referred: {
      userId: "f",
      whopUserId: "user_f",
      email: "finn@example.org",
      instruments: ["by-id:card-of-finn"],
    },
    signedUpAt: noon,
    visit: { at: hoursBefore(1), visitorKey: 7n, networkKey: 70n, byCookie: true },
    isReferrersBrowser: false,
    otherVisitors: 0,
    earlier: [],
    referralsInDay: 1,
    communityP99PerDay: 0,
    unrelatedOnNetwork: 0,
    ...over,
  };
}

export function referredWith(over: Partial<ScreenInput["referred"]>): Partial<ScreenInput> {
  return { referred: { ...honest().referred, ...over } };
}

export function earlierMember(over: Partial<EarlierReferral> = {}): EarlierReferral {
  return {
    referralId: "an-earlier-one",
    email: "earl@example.net",
    instruments: ["by-id:card-of-earl"],
    visit: { at: hoursBefore(5), visitorKey: 8n, networkKey: 80n, byCookie: true },
    ...over,
  };
}
