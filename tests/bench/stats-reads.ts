import { readToday } from "#app/dashboard/[companyId]/_today/read-today.ts";
import { readHome } from "#app/experiences/[experienceId]/_home/read-home.ts";
import type { Ctx } from "#lib/core/context.ts";
import { listCases } from "#lib/fraud/index.ts";
import { listReferrals, listUncredited } from "#lib/referrals/index.ts";
import { getLeaderboard, getReferralStats } from "#lib/stats/index.ts";
import { asActor, asSystem, openTestServices, type TestServices } from "#tests/support/context.ts";
import type { BenchStack } from "./harness.ts";
import { COMPANY } from "./stats-data.ts";
import { timed, timedByDatabase } from "./stats-timing.ts";

export type Sample = { id: string; whopUserId: string };

/** Members with something to show, from the busiest to the quiet. */
export async function sampleMembers({ admin }: BenchStack, many: number): Promise<Sample[]> {
  return admin`
    SELECT id, whop_user_id AS "whopUserId" FROM (
      SELECT u.id, u.whop_user_id, row_number() OVER (ORDER BY u.id) AS nth, count(*) OVER () AS all_of_them
      FROM users u JOIN referral_codes c ON c.company_id = u.company_id AND c.user_id = u.id
      WHERE u.company_id = ${COMPANY}) m
    WHERE nth % greatest(1, all_of_them / ${many}::integer) = 1 ORDER BY nth LIMIT ${many}`;
}

export function memberCtx(services: TestServices, { id, whopUserId }: Sample): Ctx {
  return asActor(services, COMPANY, { kind: "member", userId: id, whopUserId, name: "Bench" });
}

export function ownerCtx(services: TestServices, { id, whopUserId }: Sample): Ctx {
  return asActor(services, COMPANY, { kind: "owner", userId: id, whopUserId, name: "Bench" });
}

export const systemCtx = (services: TestServices) => asSystem(services, COMPANY, "bench");

type Read = (ctx: Ctx, member: Sample) => Promise<unknown>;

/** What each page and address asks of the database. */
export const reads = {
  "stats endpoint": (ctx, { id }) => getReferralStats(ctx, { userId: id }),
  "top 50 and my rank": (ctx) => getLeaderboard(ctx),
  "member page": (ctx, { id }) => readHome(ctx, id, { period: "all", after: undefined, trace: undefined }),
  "owner: Today": (ctx) => readToday(ctx),
  "owner: Referrals": (ctx) => listReferrals(ctx, {}),
  "owner: Review": (ctx) => listCases(ctx, {}),
  "owner: uncredited": (ctx) => listUncredited(ctx, {}),
} satisfies Record<string, Read>;
export type ReadName = keyof typeof reads;

/**
 * Milliseconds in the database per run of a read, on average over the members, over connections like those of the
 * server and after each has been read once: what is measured is the work, not the first look at a page of a file.
 */
export async function costOf(stack: BenchStack, name: ReadName, members: readonly Sample[]): Promise<number> {
  const owner = members[0];
  if (!owner) throw new Error("There are no members to read about");
  const services = openTestServices(stack.appUrl, { now: new Date(), max: 4 });
  const read: Read = reads[name];
  const run = (nth: number) => {
    const member = members[nth % members.length] ?? owner;
    return read(name.startsWith("owner") ? ownerCtx(services, owner) : memberCtx(services, member), member);
  };
  await timed(members.length, 4, run);
  const { mean } = await timedByDatabase(stack, 2 * members.length, run);
  await services.db.close();
  return mean;
}
