import { and, count, eq, inArray, isNull, lt, ne, notInArray, or } from "drizzle-orm";
import { plans, referralCodeOptions, referrals } from "#db/schema/index.ts";
import { lastClickBefore } from "../clicks/index.ts";
import { rulesInForce } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { loadMemberFacts } from "../facts/index.ts";
import type { Member } from "../members/index.ts";
import { decide } from "./decide.ts";
import { gatherEvidence } from "./evidence.ts";
import { purchasesOf } from "./purchases.ts";
import type { Attribution, CreditLink, Lead, Piece, PlanInfo, Purchase } from "./types.ts";

/** Cancelled because the credit lies elsewhere: such a row is no use of a link and no signup. */
export const movedAway = ["superseded", "no_longer_credited"] as const;

/** Reads all that is known of how a person came here, and decides. Null for somebody who bought nothing. */
export async function attributeMember(
  ctx: Ctx,
  { member, historyUnchecked }: { member: Member; historyUnchecked: boolean },
): Promise<Attribution | null> {
  const facts = await loadMemberFacts(ctx, member.whopUserId);
  const purchases = purchasesOf(facts);
  const first = purchases[0];
  if (!first) return null;
  const { pieces, links } = await gatherEvidence(ctx, purchases);
  // The rules of the day on which the person first came through a link; later rules bind later people.
  const cameAt = purchases.find(({ key }) => pieces.has(key))?.startedAt ?? first.startedAt;
  // None of these reads another's answer, so their statements travel together.
  const [leads, rules, plans] = await Promise.all([
    Promise.all(
      purchases.map((purchase) => leadOf(ctx, purchase, pieces.get(purchase.key) ?? [], links, member)),
    ),
    rulesInForce(ctx, cameAt),
    pieces.size === 0 ? new Map<string, PlanInfo>() : plansOf(ctx, purchases),
  ]);
  const decision = decide({ referredUserId: member.id, facts, leads, plans, rules });
  return { member, facts, rules, decision, historyUnchecked };
}

async function leadOf(
  ctx: Ctx,
  purchase: Purchase,
  pieces: Piece[],
  links: Map<string, CreditLink>,
  member: Member,
): Promise<Lead> {
  const [piece] = pieces;
  const link = piece && "codeId" in piece ? (links.get(piece.codeId) ?? null) : null;
  if (!link) return { purchase, pieces, link: null, click: null, usesBefore: 0 };
  const click = await lastClickBefore(ctx, { codeId: link.id, at: purchase.startedAt });
  const usesBefore = link.maxUses === null ? 0 : await countUses(ctx, link, purchase, member);
  return { purchase, pieces, link, click, usesBefore };
}

/**
 * Uses by others before this purchase, by Whop's timestamps: whose event arrives first does not matter. The
 * link's limit is locked, so that two who take the last use at once are counted one after the other.
 */
async function countUses(ctx: Ctx, link: CreditLink, purchase: Purchase, member: Member): Promise<number> {
  const [row] = await transact(ctx, async (tx) => {
    await tx
      .select({ codeId: referralCodeOptions.codeId })
      .from(referralCodeOptions)
      .where(and(eq(referralCodeOptions.companyId, ctx.companyId), eq(referralCodeOptions.codeId, link.id)))
      .for("update");
    return tx
      .select({ uses: count() })
      .from(referrals)
      .where(
        and(
          eq(referrals.companyId, ctx.companyId),
          eq(referrals.referralCodeId, link.id),
          ne(referrals.referredId, member.id),
          or(
            lt(referrals.signedUpAt, purchase.startedAt),
            and(eq(referrals.signedUpAt, purchase.startedAt), lt(referrals.referredId, member.id)),
          ),
          or(isNull(referrals.cancelReason), notInArray(referrals.cancelReason, [...movedAway])),
        ),
      );
  });
  return row?.uses ?? 0;
}

async function plansOf(ctx: Ctx, purchases: readonly Purchase[]): Promise<Map<string, PlanInfo>> {
  const ids = purchases.flatMap(({ membership, payments }) => [
    membership?.planId,
    ...payments.map((p) => p.planId),
  ]);
  const wanted = [...new Set(ids.filter((id) => id !== null && id !== undefined))];
  if (wanted.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(plans)
      .where(and(eq(plans.companyId, ctx.companyId), inArray(plans.planId, wanted))),
  );
  return new Map(rows.map((row) => [row.planId, row]));
}
