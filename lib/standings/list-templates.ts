import {
  type CampaignTemplate,
  CampaignTerms,
  campaignTemplates,
  datesFor,
  type Prize,
} from "../campaigns/index.ts";
import { getSettings, listPlans, type Plan } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { toDecimal } from "../core/money.ts";
import { type Forecast, forecastOf } from "./forecast.ts";
import { readHistory } from "./history.ts";
import type { PrizePrice } from "./liability.ts";

type Price = { currency: string; amount: string } | null;

export type ListedTemplate = Omit<CampaignTemplate, "terms" | "prizes" | "rewards"> & {
  startDate: Date;
  endDate: Date;
  timeZone: string;
  /** Without prizes: these need rewards first. */
  terms: CampaignTerms;
  /** `cost` is what one of it is worth at the price of the plan that links sell; null while there is none. */
  prizes: (CampaignTemplate["prizes"][number] & { cost: Price })[];
  /** `count` is how many of them the last 90 days would have made. */
  rewards: (CampaignTemplate["rewards"][number] & { cost: Price; count: number })[];
  forecast: Forecast;
};

/** Nobody has it: it stands in for a reward that is made when the template is taken. */
const noReward = "00000000-0000-4000-8000-000000000000";

/** The templates, each with what it would have brought and cost in the last 90 days of this community. */
export async function listCampaignTemplates(ctx: Ctx): Promise<ListedTemplate[]> {
  requireOwner(ctx);
  return transact(ctx, async (_tx, ctx) => {
    const { timeZone, defaultPlanId } = await getSettings(ctx);
    const plans = await listPlans(ctx);
    const plan =
      plans.find(({ planId }) => planId === defaultPlanId) ?? plans.find(({ isVisible }) => isVisible);
    const parsed = campaignTemplates.map((template) => ({
      template,
      terms: CampaignTerms.parse(template.terms),
    }));
    const history = await readHistory(
      ctx,
      parsed.map(({ terms }) => terms),
    );
    return parsed.map(({ template, terms }): ListedTemplate => {
      const dates = datesFor(template, timeZone, ctx.clock.now());
      const prices = template.prizes.map(({ freeDays }) => priceOf(plan, freeDays));
      const prizes = template.prizes.map(
        ({ freeDays: _, ...prize }): Prize => ({ ...prize, rewardId: noReward }),
      );
      const forecast = forecastOf({ ...dates, timeZone, terms: { ...terms, prizes }, prices }, history);
      const sides = (side: "referrer" | "referee" | "both") => (side === "both" ? 2 : 1);
      return {
        ...template,
        ...dates,
        timeZone,
        terms,
        prizes: template.prizes.map((prize, index) => ({ ...prize, cost: shown(prices[index] ?? null) })),
        rewards: template.rewards.map((reward) => ({
          ...reward,
          cost: shown(priceOf(plan, reward.freeDays)),
          count: Math.round(forecast.referrals.average * sides(reward.side)),
        })),
        forecast,
      };
    });
  });
}

/** What so many days of a plan are worth at its price; a plan that is paid once is bought for thirty days. */
function priceOf(plan: Plan | undefined, days: number): PrizePrice {
  if (plan === undefined) return null;
  const isRenewed = plan.planType === "renewal" && plan.renewalPrice.minor > 0n;
  const { minor, currency } = isRenewed ? plan.renewalPrice : plan.initialPrice;
  const period = BigInt(plan.billingPeriodDays ?? 30);
  return { minor: (2n * minor * BigInt(days) + period) / (2n * period), currency };
}

function shown(price: PrizePrice): Price {
  return price && { currency: price.currency, amount: toDecimal(price.minor, price.currency) };
}
