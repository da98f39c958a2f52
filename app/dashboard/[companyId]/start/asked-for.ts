import { type CampaignTemplate, templateIds } from "#lib/campaigns/index.ts";
import { moments } from "#lib/standings/index.ts";
import { oneOf, only, uuid } from "../query.ts";
import { type Chosen, type Goal, gifts, goals, steps } from "./choices.ts";

/** What suits a goal, the most fitting first. */
export const templatesFor: Record<Goal, readonly CampaignTemplate["id"][]> = {
  burst: ["first_week_sprint", "double_weekend"],
  everybody: ["raffle_for_all", "welcome_both_sides"],
  steady: ["climb_the_ladder", "welcome_both_sides"],
  welcome: ["welcome_both_sides", "raffle_for_all"],
};

type Query = Record<string, string | string[] | undefined>;

export function chosenIn(query: Query, holdDays: number): Chosen {
  return {
    step: oneOf(query.step, steps) ?? "goal",
    goal: oneOf(query.goal, goals) ?? null,
    template: oneOf(query.template, templateIds) ?? null,
    gift: oneOf(query.gift, gifts) ?? "per_conversion",
    friends: whole(query.friends, 1, 100) ?? 3,
    days: whole(query.days, 1, 365) ?? 7,
    hold: whole(query.hold, 0, 365) ?? holdDays,
    moment: oneOf(query.moment, moments) ?? "click",
    campaign: uuid(query.campaign) ?? null,
    reward: uuid(query.reward) ?? null,
  };
}

function whole(value: string | string[] | undefined, least: number, most: number): number | null {
  const text = only(value) ?? "";
  if (!/^\d{1,4}$/.test(text)) return null;
  return Math.min(Math.max(Number(text), least), most);
}
