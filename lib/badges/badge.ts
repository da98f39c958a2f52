import { asc, eq } from "drizzle-orm";
import { badges } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { BadgeRule } from "./rule.ts";

/** What can be earned in a community. One without a name is built in: its words are in the message catalog. */
export type Badge = {
  key: string;
  name: string | null;
  description: string | null;
  rule: BadgeRule;
  /** Whether it can still be earned; who has it keeps it. */
  isActive: boolean;
};

/** In the order in which members come by them. */
const builtIn = {
  first_visit: { kind: "visits", atLeast: 1 },
  first_referral: { kind: "referrals", atLeast: 1 },
  five_referrals: { kind: "referrals", atLeast: 5 },
  twenty_five_referrals: { kind: "referrals", atLeast: 25 },
  hundred_referrals: { kind: "referrals", atLeast: 100 },
  streak_of_7: { kind: "streak", atLeast: 7 },
  streak_of_30: { kind: "streak", atLeast: 30 },
  comeback: { kind: "comeback", afterDays: 30 },
  top_of_month: { kind: "place", period: "month", best: 3 },
  campaign_winner: { kind: "campaign", best: 1 },
} as const satisfies Record<string, BadgeRule>;

export type BuiltInBadge = keyof typeof builtIn;

export function isBuiltIn(key: string): key is BuiltInBadge {
  return Object.hasOwn(builtIn, key);
}

/** Every badge of a community: those that are built in, as the team left them, then its own. */
export async function badgesOf(ctx: Ctx): Promise<Badge[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(badges)
      .where(eq(badges.companyId, ctx.companyId))
      .orderBy(asc(badges.createdAt), asc(badges.key)),
  );
  const kept = rows.map((row): Badge => {
    const { key, name, description, isActive } = row;
    return { key, name, description, isActive, rule: BadgeRule.parse(row.rule) };
  });
  const byKey = new Map(kept.map((badge) => [badge.key, badge]));
  const first = Object.entries(builtIn).map(
    ([key, rule]): Badge => byKey.get(key) ?? { key, name: null, description: null, rule, isActive: true },
  );
  return [...first, ...kept.filter(({ key }) => !isBuiltIn(key))];
}
