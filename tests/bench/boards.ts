import { compareStats, getLeaderboard } from "#lib/stats/index.ts";
import { openTestServices } from "#tests/support/context.ts";
import { campaignFigures, loadCampaign } from "./boards-campaign.ts";
import type { Referrer } from "./conversion-data.ts";
import { inARush, until, untilQuiet } from "./conversions.ts";
import type { BenchStack, Figure } from "./harness.ts";
import { atLeast, atMost, below, exactly, openStack } from "./harness.ts";
import { COMPANY, loadGraph, type Size } from "./stats-data.ts";
import { costOf, memberCtx, type Sample, sampleMembers, systemCtx } from "./stats-reads.ts";
import { placeFigure } from "./stats-timing.ts";
import { openTraffic } from "./stats-traffic.ts";

const size: Size = { members: 200_000, referrals: 100_000, clicks: 1_000_000, others: 200 };
const REFERRERS = 2_000;
const EACH = 5;

/** What `npm run bench -- boards:page` measures alone. */
export const parts = {
  places: placeFigures,
  campaign: campaignFigures,
  page: pageFigures,
  conversions: conversionFigures,
  comparison: comparisonFigures,
} satisfies Record<string, (stack: BenchStack) => Promise<Figure[]>>;

/** A community of 200,000, with 200 others beside it: its boards, its members' page, and a rush of conversions in it. */
export async function run(asked: readonly string[] = []): Promise<Figure[]> {
  await using stack = await openStack();
  const began = performance.now();
  await loadBoards(stack, size);
  console.log(`boards: loaded in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(parts))
    if (asked.length === 0 || asked.includes(name)) figures.push(...(await measure(stack)));
  return figures;
}

export async function loadBoards(stack: BenchStack, of: Size): Promise<void> {
  const { admin } = stack;
  await loadGraph(admin, of);
  // It is afternoon: some have scored since the morning. And one in ten does not show their name.
  await admin`
    UPDATE member_stats SET score_day = (now() AT TIME ZONE 'UTC')::date, score_before = score - 1
    WHERE company_id = ${COMPANY} AND score > 1 AND get_byte(uuid_send(user_id), 15) % 50 = 0`;
  await admin`
    INSERT INTO score_counts_before (company_id, day, period, period_start, score, members)
    SELECT company_id, (now() AT TIME ZONE 'UTC')::date, period, period_start,
           CASE WHEN score_day IS NULL THEN score ELSE score_before END AS before, count(*) FROM member_stats
    WHERE company_id = ${COMPANY} AND period <> 'day' AND score > 0 GROUP BY 1, 3, 4, 5`;
  await admin`
    INSERT INTO stats_cursors (company_id, name, position)
    VALUES (${COMPANY}, 'morning', date_trunc('day', now(), 'UTC'))`;
  await admin`
    INSERT INTO member_preferences (company_id, user_id, visibility, alias)
    SELECT company_id, id, CASE nth % 20 WHEN 0 THEN 'hidden' ELSE 'alias' END,
           CASE nth % 20 WHEN 0 THEN NULL ELSE 'Alias ' || nth END
    FROM (SELECT company_id, id, row_number() OVER (ORDER BY id) AS nth FROM users WHERE company_id = ${COMPANY}) u
    WHERE nth % 10 = 0`;
  await admin`
    INSERT INTO products (company_id, product_id, title, refreshed_at)
    VALUES (${COMPANY}, 'prod_bench', 'Membership', now())`;
  await admin`
    INSERT INTO plans (company_id, plan_id, product_id, title, plan_type, initial_price_minor, renewal_price_minor,
                       currency, refreshed_at)
    VALUES (${COMPANY}, 'plan_bench', 'prod_bench', 'Monthly', 'renewal', 2900, 2900, 'USD', now())`;
  await loadCampaign(stack);
  await admin`VACUUM (ANALYZE) member_stats, score_counts_before, member_preferences`;
}

/** One member's place with the two before and after, and the top. */
export async function placeFigures(stack: BenchStack): Promise<Figure[]> {
  const members = await ranked(stack, 400);
  const services = openTestServices(stack.appUrl, { now: new Date(), max: 8 });
  const figures: Figure[] = [];
  for (const period of ["all", "season", "month", "week"] as const) {
    const ask = (nth: number) => {
      const member = members[nth % members.length] ?? { id: "", whopUserId: "" };
      return getLeaderboard(memberCtx(services, member), { period, around: member.id });
    };
    figures.push(await placeFigure(stack, `my rank, neighbours and the top, ${period}`, ask));
  }
  await services.db.close();
  return [...figures, ...(await wrongPlaces(stack))];
}

/** Members from all over the board. */
async function ranked({ admin }: BenchStack, many: number): Promise<Sample[]> {
  return admin`
    SELECT u.id, u.whop_user_id AS "whopUserId"
    FROM (SELECT user_id, row_number() OVER (ORDER BY score DESC, score_reached_at) AS nth, count(*) OVER () AS all_of_them
          FROM member_stats WHERE company_id = ${COMPANY} AND period = 'all' AND score > 0) s
    JOIN users u ON u.company_id = ${COMPANY} AND u.id = s.user_id
    WHERE nth % greatest(1, all_of_them / ${many}::integer) = 0 ORDER BY nth LIMIT ${many}`;
}

/** Places against those that counting all of them gives. */
export async function wrongPlaces(stack: BenchStack): Promise<Figure[]> {
  const members = await ranked(stack, 50);
  const services = openTestServices(stack.appUrl, { now: new Date(), max: 4 });
  let wrong = 0;
  for (const member of members) {
    const { around } = await getLeaderboard(memberCtx(services, member), { around: member.id });
    const [row] = await stack.admin<{ rank: number }[]>`
      SELECT 1 + count(*)::int AS rank FROM member_stats o
      WHERE o.company_id = ${COMPANY} AND o.period = 'all' AND o.score > (
        SELECT score FROM member_stats m WHERE m.company_id = ${COMPANY} AND m.user_id = ${member.id} AND m.period = 'all')`;
    if (around.find(({ isMe }) => isMe)?.rank !== row?.rank) wrong += 1;
  }
  await services.db.close();
  const note = `${members.length} members from all over the board`;
  return [{ what: "places that counting does not give", value: wrong, unit: "", target: exactly(0), note }];
}

export async function pageFigures(stack: BenchStack): Promise<Figure[]> {
  const members = await sampleMembers(stack, 100);
  const cost = await costOf(stack, "member page", members);
  await using traffic = await openTraffic(stack, members);
  return [
    { what: "member page, time in the database", value: cost, unit: "ms", target: below(5) },
    ...(await traffic.memberPageFigures(100)),
  ];
}

/** The worker begins by telling everybody of the campaign, as far as it can be told without an experience. */
async function untilTold(stack: BenchStack): Promise<void> {
  await until(async () => {
    const [told] = await stack.admin`
      SELECT FROM pgboss.job WHERE name = 'tell-campaign' AND state = 'completed' LIMIT 1`;
    const [due] = await stack.admin`
      SELECT FROM notifications WHERE state IN ('waiting', 'calling') AND due_at <= now() + interval '1 minute' LIMIT 1`;
    return told !== undefined && due === undefined;
  }, 500);
  await untilQuiet(stack);
}

/** In the community of 200,000 itself: members who have brought nobody yet bring some people each. */
export async function conversionFigures(stack: BenchStack): Promise<Figure[]> {
  const referrers = await stack.admin<Referrer[]>`
    SELECT c.company_id AS "companyId", c.user_id AS "userId", c.id AS "codeId" FROM referral_codes c
    WHERE c.company_id = ${COMPANY}
      AND NOT EXISTS (SELECT FROM referrals r WHERE r.company_id = c.company_id AND r.referrer_id = c.user_id)
    ORDER BY c.id LIMIT ${REFERRERS}`;
  const server = await stack.serve();
  const worker = await stack.worker();
  await untilTold(stack);
  const rush = await inARush(stack, server, referrers, EACH);
  const memory = { server: server.memory() / 1e6, worker: worker.memory() / 1e6 };
  await worker.stop();
  await server.stop();
  return [
    {
      what: "conversions, webhook to reward decided",
      value: rush.perSecond,
      unit: "/s",
      target: atLeast(500),
      note: `${rush.conversions} in one community; statistics ${rush.statsAfter.toFixed(1)} s later`,
    },
    {
      what: "conversions without referral, value, count or reward",
      value: rush.missing,
      unit: "",
      target: exactly(0),
    },
    ...Object.entries(memory).map(
      ([name, value]): Figure => ({
        what: `${name} memory afterwards`,
        value,
        unit: "MB",
        target: atMost(350),
      }),
    ),
  ];
}

/** Every stored number against what the rows give: of those that were loaded, and those that the worker has counted since. */
export async function comparisonFigures(stack: BenchStack): Promise<Figure[]> {
  const services = openTestServices(stack.appUrl, { now: new Date(), max: 4 });
  const began = performance.now();
  const { members, differences } = await compareStats(systemCtx(services));
  const seconds = (performance.now() - began) / 1000;
  await services.db.close();
  const note = `${members} members, by the nightly comparison, in ${seconds.toFixed(0)} s`;
  return [
    { what: "numbers that the rows do not give", value: differences, unit: "", target: exactly(0), note },
  ];
}
