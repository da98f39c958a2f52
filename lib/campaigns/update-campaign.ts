import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { campaignPoints } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import { canonical } from "../core/canonical.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError, invalidInput } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { enqueueEach } from "../jobs/index.ts";
import {
  type Campaign,
  type CampaignRow,
  campaignOf,
  columnsOf,
  getCampaignRow,
  readVersions,
} from "./campaign.ts";
import { checkTerms, type PrizeReward } from "./check-terms.ts";
import { type Problems, settlesAtOf } from "./contradictions.ts";
import { campaignFields } from "./create-campaign.ts";
import { problemsOfDates } from "./dates.ts";
import { scoreOlder } from "./score-older.ts";
import { type CampaignTerms, isShared, minorOf } from "./terms.ts";
import { planNextMove, updateRow, versionOf, writeVersion } from "./write-campaign.ts";

export const UpdateCampaignInput = z
  .strictObject({ ...campaignFields, id: z.uuid() })
  .partial()
  .required({ id: true });
export type UpdateCampaignInput = z.input<typeof UpdateCampaignInput>;

export type CampaignUpdate = {
  campaign: Campaign;
  /** Fields that are other ones now. */
  changed: string[];
  /** What happens from here on stands under the new terms; null while it is a draft, or where the terms are the same. */
  appliesFrom: Date | null;
};

/**
 * Changes a draft as it is, and a campaign that is scheduled or runs from now on: what happened before keeps the
 * version it happened under. @throws AppError conflict once it is over, invalid_input naming all that is wrong
 */
export async function updateCampaign(ctx: Ctx, input: UpdateCampaignInput): Promise<CampaignUpdate> {
  requireOwner(ctx);
  const wish = parseInput(UpdateCampaignInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const row = await getCampaignRow(ctx, wish.id, true);
    if (row.status !== "draft" && row.status !== "scheduled" && row.status !== "active")
      throw new AppError("conflict", say("campaign.notOpen"));
    const before = campaignOf(row);
    const after = wishedFor(before, wish);
    const changed = differences(before, after);
    if (changed.length === 0) return { campaign: before, changed, appliesFrom: null };
    const { terms, ...rest } = after;
    const problems = refusedNow(before, after, ctx.clock.now());
    const haveTermsChanged = canonical(terms) !== canonical(before.terms);
    // Terms that stay are not asked again about a reward that was put away since.
    const rewards = haveTermsChanged
      ? await checkTerms(ctx, terms, {
          others: problems,
          campaignId: row.id,
          isBinding: row.status !== "draft",
        })
      : new Map<string, PrizeReward>();
    if (Object.keys(problems).length > 0) throw invalidInput(problems);
    const isNewVersion = row.status !== "draft" && haveTermsChanged;
    const version = isNewVersion
      ? await writeVersion(ctx, row, versionOf(terms, rewards, row.pausedAt !== null))
      : row.version;
    const settlesAt = await latestSettling(ctx, row, after.endDate, terms);
    const written = await updateRow(ctx, row, { ...rest, ...columnsOf(terms), version, settlesAt });
    if (row.status !== "draft") await planNextMove(ctx, written);
    if (isNewVersion) await reconsiderLimits(ctx, row.id, terms);
    if (isNewVersion && row.status === "active" && changed.includes("terms.rules"))
      await scoreOlder(ctx, written);
    await recordAudit(ctx, {
      action: "campaign.updated",
      subjectType: "campaign",
      subjectId: row.id,
      details: {
        name: after.name,
        changed,
        before: only(before, changed),
        after: only(after, changed),
        version,
      },
    });
    return { campaign: campaignOf(written), changed, appliesFrom: isNewVersion ? ctx.clock.now() : null };
  });
}

type Editable = Pick<Campaign, "name" | "description" | "startDate" | "endDate" | "timeZone" | "terms">;

function wishedFor(before: Campaign, wish: z.output<typeof UpdateCampaignInput>): Editable {
  return {
    name: wish.name ?? before.name,
    description: wish.description === undefined ? before.description : wish.description,
    startDate: wish.startDate === undefined ? before.startDate : new Date(wish.startDate),
    endDate: wish.endDate === undefined ? before.endDate : new Date(wish.endDate),
    timeZone: wish.timeZone ?? before.timeZone,
    terms: wish.terms ?? before.terms,
  };
}

function differences(before: Editable, after: Editable): string[] {
  const names = ["name", "description", "startDate", "endDate", "timeZone"] as const;
  const parts = ["rules", "prizes", "audience", "limits", "budget", "stacks", "priority"] as const;
  return [
    ...names.filter((name) => canonical(before[name]) !== canonical(after[name])),
    ...parts
      .filter((part) => canonical(before.terms[part]) !== canonical(after.terms[part]))
      .map((part) => `terms.${part}`),
  ];
}

function only(one: Editable, changed: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    changed.map((name) => {
      const part = name.startsWith("terms.") ? name.slice("terms.".length) : null;
      return [name, part === null ? Reflect.get(one, name) : Reflect.get(one.terms, part)];
    }),
  );
}

/** What may no longer be another one. What was counted must not be decided anew by a change of today. */
function refusedNow(before: Campaign, after: Editable, now: Date): Problems {
  const isOther = (name: "startDate" | "timeZone") => canonical(before[name]) !== canonical(after[name]);
  const problems = problemsOfDates(after.startDate, after.endDate, now);
  if (before.status === "draft") return problems;
  const { terms } = after;
  if (before.status === "scheduled" && isOther("startDate") && after.startDate <= now)
    problems.startDate = say("campaign.inThePast");
  if (before.status === "active" && isOther("startDate")) problems.startDate = say("campaign.hasBegun");
  if (before.status === "active" && isOther("timeZone")) problems.timeZone = say("campaign.hasBegun");
  for (const part of ["stacks", "priority"] as const)
    if (before.terms[part] !== terms[part]) problems[`terms.${part}`] = say("campaign.notWhileRunning");
  return { ...problems, ...refusedOfBudget(before, terms) };
}

/** A budget is of everything from the beginning on: what was reckoned with then stays. */
function refusedOfBudget({ budget, terms: before }: Campaign, after: CampaignTerms): Problems {
  if (after.budget === null) return {};
  if (budget === null) return { "terms.budget": say("campaign.notWhileRunning") };
  const problems: Problems = {};
  if (canonical(after.rules.pointsCost) !== canonical(before.rules.pointsCost))
    problems["terms.rules.pointsCost"] = say("campaign.notWhileRunning");
  if (after.budget.currency !== budget.currency)
    problems["terms.budget.currency"] = say("campaign.notWhileRunning");
  else if (minorOf(after.budget) < minorOf({ currency: budget.currency, amount: budget.used }))
    problems["terms.budget.amount"] = say("campaign.budgetSpent", { used: budget.used });
  return problems;
}

/** The settling lasts until no hold of any version can be open any more. */
async function latestSettling(
  ctx: Ctx,
  row: CampaignRow,
  endDate: Date,
  terms: CampaignTerms,
): Promise<Date> {
  const versions = (await readVersions(ctx, [row.id])).get(row.id) ?? [];
  const all = [
    settlesAtOf(endDate, terms.rules),
    ...versions.map(({ terms }) => settlesAtOf(endDate, terms.rules)),
  ];
  return new Date(Math.max(...all.map((at) => at.getTime())));
}

/**
 * A limit that was raised lets in what had been over it. While there is one, the lines of all members are settled
 * together, so that one of them finds the others; without one, each is settled alone.
 */
async function reconsiderLimits(ctx: Ctx, campaignId: string, terms: CampaignTerms): Promise<void> {
  const { companyId } = ctx;
  const oneIsEnough = isShared(terms);
  await transact(ctx, async (tx) => {
    const lines = tx
      .selectDistinct({ userId: campaignPoints.userId })
      .from(campaignPoints)
      .where(
        and(
          eq(campaignPoints.companyId, companyId),
          eq(campaignPoints.campaignId, campaignId),
          oneIsEnough ? undefined : eq(campaignPoints.status, "over_limit"),
        ),
      );
    const over = await (oneIsEnough ? lines.limit(1) : lines);
    await enqueueEach(
      ctx,
      tx,
      "score-campaigns",
      over.map(({ userId }) => ({ companyId, userId })),
    );
  });
}
