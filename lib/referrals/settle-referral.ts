import { z } from "zod";
import { attributeMember, recordDecision } from "../attribution/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { lockMember } from "../members/index.ts";
import { announce } from "./announce.ts";
import { neighboursOnLimitedLinks } from "./limited-links.ts";
import type { ReferralRow } from "./referral-row.ts";
import { writeConversions } from "./write-conversions.ts";
import { writeReferral } from "./write-referral.ts";

export const SettleReferralInput = z.strictObject({
  whopUserId: z.string().min(1).max(80),
  /** Whop did not let us read the person's earlier memberships; the trace says so. */
  historyUnchecked: z.boolean().optional(),
});
export type SettleReferralInput = z.infer<typeof SettleReferralInput>;

export type Settled = {
  /** The referral that has the credit now, cancelled ones included; null when nobody is credited. */
  referral: ReferralRow | null;
  changed: boolean;
  /** Members whose numbers and rewards may be different now. */
  referrerIds: string[];
  codeIds: string[];
  /** People whose own credit may depend on this one: the next on a link with a limit. */
  alsoSettle: string[];
};

/**
 * Brings the rows of one referred person in line with everything known of them. Any order and any repetition
 * of calls ends in the same rows. @throws AppError forbidden for a person; only the system settles
 */
export async function settleReferral(ctx: Ctx, input: SettleReferralInput): Promise<Settled> {
  if (ctx.actor.kind !== "system")
    throw new AppError("forbidden", "Credit is decided by rules, not by people.");
  const { whopUserId, historyUnchecked = false } = parseInput(SettleReferralInput, input);
  return transact(ctx, async (_tx, ctx) => {
    const member = await lockMember(ctx, whopUserId);
    const attribution = await attributeMember(ctx, { member, historyUnchecked });
    if (!attribution) return { referral: null, changed: false, referrerIds: [], codeIds: [], alsoSettle: [] };
    const { credit } = attribution.decision;
    const { rows, changes } = await writeReferral(ctx, attribution);
    const referral = credit ? (rows.find((row) => row.referralCodeId === credit.codeId) ?? null) : null;
    const valueChanged =
      credit !== null && referral !== null && (await writeConversions(ctx, credit, referral.id, rows));
    await recordDecision(ctx, attribution, referral?.id ?? null);
    for (const change of changes) await announce(ctx, change);
    const touched = changes.flatMap(({ before, after }) => (before ? [before, after] : [after]));
    if (valueChanged && referral) touched.push(referral);
    return {
      referral,
      changed: touched.length > 0,
      referrerIds: [...new Set(touched.map((row) => row.referrerId))],
      codeIds: [...new Set(touched.flatMap((row) => row.referralCodeId ?? []))],
      alsoSettle: changes.length > 0 ? await neighboursOnLimitedLinks(ctx, changes) : [],
    };
  });
}
