import { z } from "zod";
import { type Attribution, attributeMembers, recordDecisions } from "../attribution/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { lockMembers } from "../members/index.ts";
import { announce } from "./announce.ts";
import { neighboursOnLimitedLinks } from "./limited-links.ts";
import type { ReferralRow } from "./referral-row.ts";
import { scheduleActivations } from "./schedule-activations.ts";
import { writeConversions } from "./write-conversions.ts";
import { writeReferrals } from "./write-referrals.ts";

export const SettleReferralsInput = z.strictObject({
  people: z.array(
    z.strictObject({
      whopUserId: z.string().min(1).max(80),
      /** Whop did not let us read the person's earlier memberships; the trace says so. */
      historyUnchecked: z.boolean().optional(),
    }),
  ),
});
export type SettleReferralsInput = z.infer<typeof SettleReferralsInput>;

/** What is known of a person now, with all of their facts, for whatever else follows from these. */
export type SettledPerson = {
  attribution: Attribution;
  /** The referral that has the credit now, cancelled ones included; null when nobody is credited. */
  referral: ReferralRow | null;
};

export type Settled = {
  /** Without those who bought nothing. */
  people: SettledPerson[];
  /** The rows that are other ones now, as they were and as they are. */
  moved: ReferralRow[];
  /** Members whose numbers and rewards may be different now. */
  referrerIds: string[];
  /** People whose own credit may depend on this one: the next on a link with a limit. */
  alsoSettle: string[];
};

/**
 * Brings the rows of referred people in line with everything known of them. Any order, any repetition and any
 * grouping of calls ends in the same rows. @throws AppError forbidden for a person; only the system settles
 */
export async function settleReferrals(ctx: Ctx, input: SettleReferralsInput): Promise<Settled> {
  if (ctx.actor.kind !== "system") throw new AppError("forbidden", say("access.decidedByRules"));
  const { people } = parseInput(SettleReferralsInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const members = await lockMembers(
      ctx,
      people.map(({ whopUserId }) => whopUserId),
    );
    const unchecked = new Set(people.filter((one) => one.historyUnchecked).map((one) => one.whopUserId));
    const attributions = await attributeMembers(
      ctx,
      [...members.values()].map((member) => ({ member, historyUnchecked: unchecked.has(member.whopUserId) })),
    );
    const written = await writeReferrals(ctx, attributions);
    await scheduleActivations(ctx, written);
    const revalued = await writeConversions(ctx, written);
    const news = await recordDecisions(
      ctx,
      written.map(({ attribution, credited }) => ({ attribution, referralId: credited?.id ?? null })),
    );
    const changes = written.flatMap((one) => one.changes);
    await announce(ctx, changes);
    const moved = changes.flatMap(({ before, after }) => (before ? [before, after] : [after]));
    const touched = [
      ...moved,
      ...written.flatMap(({ credited }) => (credited && revalued.has(credited.id) ? [credited] : [])),
    ];
    return {
      people: written.map(({ attribution, credited }) => ({ attribution, referral: credited })),
      moved,
      referrerIds: [...new Set(touched.map((row) => row.referrerId))],
      alsoSettle: await neighboursOnLimitedLinks(ctx, news),
    };
  });
}
