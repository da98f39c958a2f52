import { and, eq, or, type SQL } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { TenantTx } from "#db/client.ts";
import { inIds, inTexts } from "#db/in-ids.ts";
import * as schema from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { readTold, sentenceOf } from "../core/said.ts";
import { loadMemberFacts } from "../facts/index.ts";
import { getMember } from "../members/index.ts";

export const ExportMemberInput = z.strictObject({
  /** The member themself when left out. */
  userId: z.uuid().optional(),
});
export type ExportMemberInput = z.infer<typeof ExportMemberInput>;

/** Whatever is kept about one member, by the place where it is kept. */
export type MemberExport = { exportedAt: Date; data: Record<string, Record<string, unknown>[]> };

type Row = Record<string, unknown>;
type CompanyTable = PgTable & { companyId: AnyPgColumn };

/**
 * Everything that is kept about a member, row by row and as it is kept, for them to take along. Of what concerns two
 * people, such as a referral, the other one appears by our own number only.
 * @throws AppError forbidden when a member names another one, not_found
 */
export async function exportMember(ctx: Ctx, input: ExportMemberInput = {}): Promise<MemberExport> {
  const userId = whose(ctx, parseInput(ExportMemberInput, input).userId);
  return transact(ctx, async (tx, ctx) => {
    const member = await getMember(ctx, { userId });
    const rows = reader(ctx, tx);
    const { memberships, payments, refunds, disputes } = await loadMemberFacts(ctx, member.whopUserId);
    const links = await rows(schema.referralCodes, eq(schema.referralCodes.userId, userId));
    const codeIds = idsOf(links);
    const redemptions = await rows(schema.rewardRedemptions, eq(schema.rewardRedemptions.userId, userId));
    const referrals = await rows(
      schema.referrals,
      or(eq(schema.referrals.referrerId, userId), eq(schema.referrals.referredId, userId)),
    );
    const affiliates = await rows(schema.affiliates, eq(schema.affiliates.userId, userId));
    const commissions = await rows(
      schema.affiliateCommissions,
      inIds(schema.affiliateCommissions.affiliateId, idsOf(affiliates)),
    );
    const accounts = await rows(schema.ledgerAccounts, eq(schema.ledgerAccounts.holderId, userId));
    const data = {
      profile: await rows(schema.users, eq(schema.users.id, userId)),
      memberships: memberships.map(plain),
      payments: payments.map(plain),
      refunds: refunds.map(plain),
      disputes: disputes.map(plain),
      links,
      checkouts: await rows(
        schema.checkoutConfigurations,
        inIds(schema.checkoutConfigurations.codeId, codeIds),
      ),
      referrals,
      conversions: await rows(
        schema.referralConversions,
        inIds(schema.referralConversions.referralId, idsOf(referrals)),
      ),
      decisions: await rows(schema.attributionDecisions, eq(schema.attributionDecisions.referredId, userId)),
      rewards: redemptions,
      deliveries: await rows(
        schema.rewardDeliveries,
        inIds(schema.rewardDeliveries.redemptionId, idsOf(redemptions)),
      ),
      affiliate: affiliates,
      commissions,
      payouts: await rows(
        schema.affiliatePayoutItems,
        inIds(schema.affiliatePayoutItems.affiliateId, idsOf(affiliates)),
      ),
      books: await rows(schema.ledgerEntries, inIds(schema.ledgerEntries.accountId, idsOf(accounts))),
      preferences: await rows(schema.memberPreferences, eq(schema.memberPreferences.userId, userId)),
      notifications: await rows(schema.notifications, eq(schema.notifications.recipient, userId)),
      vouches: await rows(
        schema.vouches,
        or(eq(schema.vouches.userId, userId), eq(schema.vouches.voucherId, userId)),
      ),
      claims: await rows(schema.referralClaims, eq(schema.referralClaims.claimerId, userId)),
      claimedBy: (await rows(schema.referralClaims, eq(schema.referralClaims.referredId, userId))).map(
        // What others wrote is theirs.
        ({ words: _, ...row }) => row,
      ),
      trust: await rows(schema.trustScores, eq(schema.trustScores.userId, userId)),
      badges: await rows(schema.memberBadges, eq(schema.memberBadges.userId, userId)),
      numbers: (await rows(schema.memberStats, eq(schema.memberStats.userId, userId))).map(
        // The score once more, as an index has it.
        ({ boardOrder: _, ...row }) => row,
      ),
      actions: await rows(schema.auditLogs, eq(schema.auditLogs.actorId, userId)),
      webhooks: await rows(
        schema.webhookEvents,
        inTexts(schema.webhookEvents.objectId, [
          ...memberships.map((row) => row.membershipId),
          ...payments.map((row) => row.paymentId),
        ]),
      ),
    };
    return { exportedAt: ctx.clock.now(), data };
  });
}

function reader(ctx: Ctx, tx: TenantTx) {
  return async (
    table: CompanyTable | typeof schema.webhookEvents,
    which: SQL | undefined,
  ): Promise<Row[]> => {
    const found = await tx
      .select()
      .from(table)
      .where(and(eq(table.companyId, ctx.companyId), which));
    return found.map(plain);
  };
}

function idsOf(rows: readonly Row[]): string[] {
  return rows.map(({ id }) => String(id));
}

/** As JSON holds it for people: whole numbers that may be large are text, and stored sentences are in words. */
function plain(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => name !== "companyId")
      .map(([name, value]) => [name, plainValue(value)]),
  );
}

function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return typeof value === "string" ? sentenceOf(readTold(value)) : value;
}
