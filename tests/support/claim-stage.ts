import { and, asc, eq } from "drizzle-orm";
import { notifications, referralClaims } from "#db/schema/index.ts";
import { fileClaim } from "#lib/claims/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { findMemberByWhopId } from "#lib/members/index.ts";
import { testNow } from "./context.ts";
import { asMember, asOwner, makeCompany, makeLink, makeMember, type TestMember } from "./factories.ts";
import { type Buying, drainJobs, type ReferralStage, recordPurchase, settle } from "./referral-stage.ts";

export const daysAgo = (days: number) => new Date(testNow.getTime() - days * dayMs);

export type ClaimCommunity = Awaited<ReturnType<typeof openClaimCommunity>>;

/** A community of long standing: somebody who claims, somebody else with a link, and two of the team. */
export async function openClaimCommunity({ services }: ReferralStage) {
  services.clock.set(testNow);
  const { companyId, system } = await makeCompany(services);
  const longAgo = { joinedAt: daysAgo(400) };
  const claimer = await makeMember(system, longAgo);
  const other = await makeMember(system, longAgo);
  const [ownLink, otherLink] = [await makeLink(system, claimer.id), await makeLink(system, other.id)];
  const member = (who: TestMember) => asMember(services, companyId, who);
  const team = asOwner(services, companyId, await makeMember(system, longAgo));
  const colleague = asOwner(services, companyId, await makeMember(system, longAgo));
  return {
    services,
    companyId,
    system,
    claimer,
    other,
    ownLink,
    otherLink,
    team,
    colleague,
    member,
    me: member(claimer),
    /** Somebody who bought some days ago and is settled. */
    async buyer(days: number, buying: Partial<Buying> = {}) {
      const bought = await recordPurchase(system, { codeId: null, at: daysAgo(days), ...buying });
      await settle(system, bought.whopUserId);
      return { ...bought, id: await idOf(system, bought.whopUserId) };
    },
    drain: () => drainJobs(services, ["settle-referral"]),
  };
}

async function idOf(system: Ctx, whopUserId: string): Promise<string> {
  const member = await findMemberByWhopId(system, { whopUserId });
  if (!member) throw new Error("the buyer is not known");
  return member.id;
}

export const inWords = "I told them about it over lunch, and they joined that evening.";

export function claimAbout(ctx: Ctx, whom: { userId: string } | { username: string }) {
  return fileClaim(ctx, { ...whom, words: inWords, toldOn: "2026-11-10" });
}

export async function claimRow(system: Ctx, id: string) {
  const [row] = await transact(system, (tx) =>
    tx
      .select()
      .from(referralClaims)
      .where(and(eq(referralClaims.companyId, system.companyId), eq(referralClaims.id, id))),
  );
  if (!row) throw new Error("there is no such claim");
  return row;
}

/** What a member is told of their claims, in the order in which it was. */
export async function newsFor(system: Ctx, userId: string): Promise<string[]> {
  const { companyId, recipient, kind, subject, id } = notifications;
  const rows = await transact(system, (tx) =>
    tx
      .select({ subject })
      .from(notifications)
      .where(and(eq(companyId, system.companyId), eq(recipient, userId), eq(kind, "claim_decided")))
      .orderBy(asc(id)),
  );
  return rows.map((row) => row.subject);
}
