import { z } from "zod";

const many = z.int().min(1).max(100_000);
const best = z.int().min(1).max(100);

/** What a badge is earned by. Only what is confirmed counts: nothing that is held, and nobody's own clicks. */
export const BadgeRule = z.discriminatedUnion("kind", [
  /** So many people opened a link of theirs. */
  z.strictObject({ kind: z.literal("visits"), atLeast: many }),
  /** So many confirmed referrals. */
  z.strictObject({ kind: z.literal("referrals"), atLeast: many }),
  /** A streak of so many days. */
  z.strictObject({ kind: z.literal("streak"), atLeast: many }),
  /** A confirmed referral after at least so many days without anything. */
  z.strictObject({ kind: z.literal("comeback"), afterDays: z.int().min(7).max(365) }),
  /** A place among the best of a whole week, month or season, once what was earned in it can no longer be held. */
  z.strictObject({ kind: z.literal("place"), period: z.enum(["week", "month", "season"]), best }),
  /** A place among the best of a campaign, in its frozen standing. */
  z.strictObject({ kind: z.literal("campaign"), best }),
]);
export type BadgeRule = z.infer<typeof BadgeRule>;
export type BadgeRuleOf<K extends BadgeRule["kind"]> = Extract<BadgeRule, { kind: K }>;

/** The numbers that earned a badge. */
export const BadgeEvidence = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("visits"), counted: z.int(), atLeast: z.int() }),
  z.object({ kind: z.literal("referrals"), counted: z.int(), atLeast: z.int() }),
  z.object({ kind: z.literal("streak"), counted: z.int(), atLeast: z.int() }),
  z.object({ kind: z.literal("comeback"), counted: z.int(), afterDays: z.int() }),
  z.object({
    kind: z.literal("place"),
    period: z.enum(["week", "month", "season"]),
    periodStart: z.string(),
    rank: z.int(),
    score: z.int(),
  }),
  z.object({ kind: z.literal("campaign"), campaignId: z.uuid(), rank: z.int(), points: z.int() }),
]);
export type BadgeEvidence = z.infer<typeof BadgeEvidence>;

/** What is known of a member, for the rules that look at the member alone. */
export type MemberFacts = {
  visits: number;
  referrals: number;
  longestStreak: number;
  /** The most days without anything before a day with a confirmed referral. */
  longestPause: number;
};

/** Whether a member has earned a badge, and by what. A place is nothing that a member's own numbers tell. */
export function earnedBy(rule: BadgeRule, facts: MemberFacts): BadgeEvidence | null {
  switch (rule.kind) {
    case "visits":
      return reached(rule, facts.visits);
    case "referrals":
      return reached(rule, facts.referrals);
    case "streak":
      return reached(rule, facts.longestStreak);
    case "comeback":
      return facts.longestPause >= rule.afterDays
        ? { kind: "comeback", counted: facts.longestPause, afterDays: rule.afterDays }
        : null;
    case "place":
    case "campaign":
      return null;
  }
}

function reached(
  { kind, atLeast }: BadgeRuleOf<"visits" | "referrals" | "streak">,
  counted: number,
): BadgeEvidence | null {
  return counted >= atLeast ? { kind, counted, atLeast } : null;
}
