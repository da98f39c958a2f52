import { and, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { referrals } from "#db/schema/index.ts";
import { taking, writeRows } from "#db/write-rows.ts";
import type { Attribution } from "../attribution/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import type { Activation } from "./activation.ts";
import { activationsOf, neverActivated } from "./activations-of.ts";
import type { ReferralRow } from "./referral-row.ts";
import { derivedColumns, differsFrom, isElsewhere, isLive } from "./referral-row.ts";

export type ReferralChange = { before: ReferralRow | null; after: ReferralRow };

/** What a referred person's rows are now. */
export type WrittenReferral = {
  attribution: Attribution;
  rows: ReferralRow[];
  /** The row that has the credit, cancelled ones included; null when nobody is credited. */
  credited: ReferralRow | null;
  changes: ReferralChange[];
};

/**
 * Makes the rows of referred members say what was decided: one live row each at most, for the link that has the
 * credit. A row is kept per link, and per member whose word it is, so that a credit which comes back revives the row it left.
 */
export async function writeReferrals(
  ctx: Ctx,
  attributions: readonly Attribution[],
): Promise<WrittenReferral[]> {
  const known = await rowsOf(
    ctx,
    attributions.map(({ member }) => member.id),
  );
  const activations = await activationsOf(ctx, attributions);
  const written = attributions.map((attribution, nth) =>
    changesFor(ctx, attribution, activations[nth] ?? neverActivated, known.get(attribution.member.id) ?? []),
  );
  const rows = written.flatMap(({ changes }) => changes.map(({ after }) => after));
  // First the others step aside: the index allows one live row.
  await write(
    ctx,
    rows.filter((row) => !isLive(row)),
  );
  await write(ctx, rows.filter(isLive));
  return written;
}

async function rowsOf(ctx: Ctx, referredIds: readonly string[]): Promise<Map<string, ReferralRow[]>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(referrals)
      .where(and(eq(referrals.companyId, ctx.companyId), inIds(referrals.referredId, referredIds))),
  );
  return Map.groupBy(rows, ({ referredId }) => referredId);
}

function changesFor(
  ctx: Ctx,
  attribution: Attribution,
  activation: Activation,
  rows: ReferralRow[],
): WrittenReferral {
  const { credit } = attribution.decision;
  const isTarget = (row: ReferralRow) =>
    row.referralCodeId === credit?.codeId && row.referrerId === credit.referrerId;
  const target = rows.find(isTarget) ?? null;
  const changes = rows
    // Also what was refunded or left there: a person is one link's referral, and no other's signup.
    .filter((row) => row !== target && !isElsewhere(row))
    .map((row) => steppedAside(ctx, row, credit ? "superseded" : "no_longer_credited"));
  changes.push(...passedThrough(ctx, attribution, rows));
  if (!credit) return { attribution, rows, credited: null, changes };
  const wanted = derivedColumns(credit, attribution, activation);
  const after = { ...(target ?? newRow(ctx)), ...wanted };
  if (!target || differsFrom(target, wanted)) changes.push({ before: target, after });
  const changed = new Set(changes.map((change) => change.after.id));
  const kept = rows.filter((row) => !changed.has(row.id));
  return { attribution, rows: [...kept, ...changes.map((change) => change.after)], credited: after, changes };
}

/**
 * A link with a limit that the person came through on the way to another one has a row too, as if it had been
 * told in between: by it the next person finds whose use it was.
 */
function passedThrough(ctx: Ctx, attribution: Attribution, rows: readonly ReferralRow[]): ReferralChange[] {
  const { member, rules, decision, throughLimited } = attribution;
  const links = new Map(
    throughLimited.flatMap((one) => (one.verdict === "lost" && one.codeId ? [[one.codeId, one]] : [])),
  );
  return [...links].flatMap(([codeId, { referrerId, kind, membershipId, startedAt }]): ReferralChange[] => {
    const isKnown = codeId === decision.credit?.codeId || rows.some((row) => row.referralCodeId === codeId);
    if (isKnown || referrerId === null) return [];
    const after: ReferralRow = {
      ...newRow(ctx),
      referrerId,
      referredId: member.id,
      referralCodeId: codeId,
      campaignId: null,
      status: "cancelled",
      evidence: kind,
      rulesVersion: rules.version,
      membershipId,
      qualifyingPaymentId: null,
      signedUpAt: new Date(startedAt),
      convertedAt: null,
      ...notActivated,
      cancelledAt: ctx.clock.now(),
      cancelReason: "superseded",
      holdReason: null,
      clickAt: null,
      clickVisitorKey: null,
      clickNetworkKey: null,
      clickByCookie: null,
      clickClass: null,
    };
    return [{ before: null, after }];
  });
}

function steppedAside(ctx: Ctx, before: ReferralRow, cancelReason: string): ReferralChange {
  const after: ReferralRow = {
    ...before,
    status: "cancelled",
    cancelReason,
    cancelledAt: ctx.clock.now(),
    // What converted now counts elsewhere.
    convertedAt: null,
    qualifyingPaymentId: null,
    holdReason: null,
    ...notActivated,
  };
  return { before, after };
}

const notActivated = { activatedAt: null, activatedBy: null, activationDueAt: null };

function newRow(ctx: Ctx): Omit<ReferralRow, keyof ReturnType<typeof derivedColumns>> {
  const now = ctx.clock.now();
  return {
    companyId: ctx.companyId,
    id: newId(now),
    review: "clear",
    isVerified: false,
    fraudScore: 0,
    createdAt: now,
    updatedAt: now,
  };
}

/** The columns that follow from the facts. The review is the owner's, or the fraud screen's, and stays theirs. */
const derived = taking(
  referrals.referrerId,
  referrals.referredId,
  referrals.referralCodeId,
  referrals.campaignId,
  referrals.status,
  referrals.evidence,
  referrals.rulesVersion,
  referrals.membershipId,
  referrals.qualifyingPaymentId,
  referrals.signedUpAt,
  referrals.convertedAt,
  referrals.activatedAt,
  referrals.activatedBy,
  referrals.activationDueAt,
  referrals.cancelledAt,
  referrals.cancelReason,
  referrals.holdReason,
  referrals.clickAt,
  referrals.clickVisitorKey,
  referrals.clickNetworkKey,
  referrals.clickByCookie,
  referrals.clickClass,
  referrals.updatedAt,
);

async function write(ctx: Ctx, rows: readonly ReferralRow[]): Promise<void> {
  if (rows.length === 0) return;
  const updatedAt = ctx.clock.now();
  const onConflict = { target: [referrals.companyId, referrals.id], set: derived };
  await transact(ctx, (tx) =>
    writeRows(
      tx,
      ctx.companyId,
      referrals,
      rows.map(({ companyId: _, ...row }) => ({ ...row, updatedAt })),
      { onConflict },
    ),
  );
}
