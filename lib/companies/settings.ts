import { z } from "zod";
import { applicationPolicies, reversalPolicies } from "#db/enums.ts";
import { problem } from "../core/problems.ts";
import { languages } from "../core/said.ts";
import { planId } from "../whop/index.ts";
import { defaultPayoutSettings, PayoutSettings } from "./payout-settings.ts";

const knownTimeZones = new Set(["UTC"]);

/** Asking is dear and settings are read often; the zones that exist are few. */
function isTimeZone(value: string): boolean {
  if (knownTimeZones.has(value)) return true;
  const isKnown = canFormatIn(value);
  if (isKnown) knownTimeZones.add(value);
  return isKnown;
}

function canFormatIn(value: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

export const TimeZone = z.string().max(60).refine(isTimeZone, problem("input.timeZone"));

const score = z.int().min(0).max(100);

/** What the owner lets members' trust scores decide; nothing, to begin with. */
export const TrustSettings = z.strictObject({
  /** Rewards of members with a higher score need nobody's approval. */
  autoApproveAbove: score.nullable(),
  /** Rewards of members with a lower score wait so many days more. */
  holdLonger: z.strictObject({ below: score, extraDays: z.int().min(1).max(90) }).nullable(),
});
export type TrustSettings = z.infer<typeof TrustSettings>;

const fields = {
  /** The plan that links sell; null until one is known. */
  defaultPlanId: planId.nullable(),
  /** What a friend gets, in the owner's words; shown above the link. */
  offerText: z.string().trim().min(1).max(200).nullable(),
  timeZone: TimeZone,
  /** In which the team is told, and members who chose no language of their own. */
  language: z.enum(languages),
  /** Days a reward waits after it is earned, unless the reward says otherwise. */
  holdDays: z.int().min(0).max(365),
  /** Days after a member's join in which the people they bring count for K. */
  viralWindowDays: z.int().min(1).max(365),
  leaderboardVisible: z.boolean(),
  /** Recognise a returning visitor by a first-party cookie; otherwise by a keyed hash that lasts a day. */
  visitorCookie: z.boolean(),
  /** Whether members can ask to become affiliates, and whether the team looks at it first. */
  affiliateApplications: z.enum(applicationPolicies),
  /** What a new reward does when refunds take the count back after it was delivered. */
  onReversal: z.enum(reversalPolicies),
  payouts: PayoutSettings,
  /** What the trust score decides. */
  trust: TrustSettings,
};

export const defaultSettings: CompanySettings = {
  defaultPlanId: null,
  offerText: null,
  timeZone: "UTC",
  language: "en",
  holdDays: 14,
  viralWindowDays: 30,
  leaderboardVisible: true,
  visitorCookie: true,
  affiliateApplications: "review",
  onReversal: "keep",
  payouts: defaultPayoutSettings,
  trust: { autoApproveAbove: null, holdLonger: null },
};

export const CompanySettings = z.strictObject(fields);
export type CompanySettings = z.infer<typeof CompanySettings>;

const Stored = z.object(fields).partial();

/** Settings as stored, with a default for whatever is not there or no longer readable. */
export function readSettings(stored: unknown): CompanySettings {
  const result = Stored.safeParse(stored);
  if (result.success) return withDefaults(result.data);
  const kept = Object.entries(Object(stored)).filter(
    ([name, value]) => Stored.safeParse({ [name]: value }).success,
  );
  return withDefaults(Stored.parse(Object.fromEntries(kept)));
}

function withDefaults(known: z.infer<typeof Stored>): CompanySettings {
  return CompanySettings.parse({ ...defaultSettings, ...known });
}
