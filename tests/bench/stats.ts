import { refreshMemberStats } from "#lib/stats/index.ts";
import { openTestServices } from "#tests/support/context.ts";
import type { BenchStack, Figure } from "./harness.ts";
import { atMost, below, exactly, openStack } from "./harness.ts";
import { median } from "./median.ts";
import { COMPANY, full, loadGraph, tenth } from "./stats-data.ts";
import { boardFromRows, funnelFromRows, funnelFromStats, memberFromRows } from "./stats-raw.ts";
import {
  costOf,
  memberCtx,
  type ReadName,
  reads,
  type Sample,
  sampleMembers,
  systemCtx,
} from "./stats-reads.ts";
import { timed } from "./stats-timing.ts";
import { openTraffic } from "./stats-traffic.ts";

const allReads = Object.keys(reads) as ReadName[];
/** Those that people wait for; what each asks of the database together must stay small, however much there is. */
const pages: readonly ReadName[] = allReads.filter(
  (name) => name !== "stats endpoint" && name !== "top 50 and my rank",
);

const growthRounds = 5;

/** What `npm run bench -- stats:endpoint` measures alone. */
export const parts = {
  growth: growthFigures,
  rows: rowFigures,
  endpoint: endpointFigures,
  pages: pageFigures,
} satisfies Record<string, (stack: BenchStack) => Promise<Figure[]>>;

export async function run(asked: readonly string[] = []): Promise<Figure[]> {
  await using stack = await openStack();
  const figures: Figure[] = [];
  await loadGraph(stack.admin, full);
  for (const [name, measure] of Object.entries(parts))
    if (asked.length === 0 || asked.includes(name)) figures.push(...(await measure(stack)));
  return figures;
}

/** Both sizes take their turns, so that a machine that changes its speed changes it for both. */
async function growthFigures(stack: BenchStack): Promise<Figure[]> {
  await using smaller = await openStack();
  await loadGraph(smaller.admin, tenth);
  const [fewer, more] = [await sampleMembers(smaller, 50), await sampleMembers(stack, 100)];
  const costs: { what: ReadName; small: number; large: number }[] = [];
  for (const what of allReads) {
    const [ofFewer, ofMore]: [number[], number[]] = [[], []];
    for (let round = 0; round < growthRounds; round += 1) {
      ofFewer.push(await costOf(smaller, what, fewer));
      ofMore.push(await costOf(stack, what, more));
    }
    costs.push({ what, small: median(ofFewer), large: median(ofMore) });
  }
  const inDatabase = costs.map(({ what, large }) => ({
    what: `${what}, in the database`,
    value: large,
    unit: "ms",
    target: below(5),
  }));
  const grown = costs
    .filter(({ what }) => pages.includes(what))
    .map(({ what, small, large }) => ({
      what: `${what}, 10 × the data`,
      value: large,
      unit: "ms",
      limit: { name: "a tenth", value: small },
      target: atMost(1.3),
    }));
  return [...inDatabase, ...grown];
}

async function rowFigures(stack: BenchStack): Promise<Figure[]> {
  const members = await sampleMembers(stack, 100);
  return [
    ...(await besideRows(stack, members)),
    {
      what: "numbers that the rows do not give",
      value: await differences(stack, members),
      unit: "",
      target: exactly(0),
      note: `${members.length} members, the board, the funnel`,
    },
  ];
}

async function endpointFigures(stack: BenchStack): Promise<Figure[]> {
  await using traffic = await openTraffic(stack, await sampleMembers(stack, 100));
  return await traffic.endpointFigures();
}

async function pageFigures(stack: BenchStack): Promise<Figure[]> {
  await using traffic = await openTraffic(stack, await sampleMembers(stack, 100));
  return await traffic.pageFigures();
}

/** Ours and a GROUP BY over the rows, asked by one client and by eight. */
async function besideRows(stack: BenchStack, members: readonly Sample[]): Promise<Figure[]> {
  const { admin } = stack;
  const services = openTestServices(stack.appUrl, { now: new Date(), max: 8 });
  const memberOf = (nth: number) => members[nth % members.length] ?? { id: "", whopUserId: "" };
  const questions = [
    {
      what: "a member's numbers",
      ours: (nth: number) => reads["stats endpoint"](memberCtx(services, memberOf(nth)), memberOf(nth)),
      raw: (nth: number) => memberFromRows(admin, memberOf(nth).id),
    },
    {
      what: "top 50 and my rank",
      ours: (nth: number) => reads["top 50 and my rank"](memberCtx(services, memberOf(nth))),
      raw: () => boardFromRows(admin),
    },
    {
      what: "funnel of 90 days",
      ours: () => funnelFromStats(admin),
      raw: () => funnelFromRows(admin),
    },
  ];
  const figures: Figure[] = [];
  for (const { what, ours, raw } of questions) {
    for (const clients of [1, 8]) {
      await timed(40, clients, ours);
      const mine = await timed(400, clients, ours);
      const rows = await timed(clients === 1 ? 20 : 40, clients, raw);
      figures.push({
        what: `${what}, ${clients === 1 ? "1 client" : `${clients} clients`}, p50`,
        value: mine.p50,
        unit: "ms",
        limit: { name: "from the rows", value: rows.p50 },
        target: clients === 1 ? below(1) : null,
        note: `p99 ${mine.p99.toFixed(1)} ms, the rows' ${rows.p99.toFixed(1)} ms`,
      });
    }
  }
  await services.db.close();
  return figures;
}

/** Every answer against the rows themselves, and the loaded numbers against those the worker would have made. */
async function differences(stack: BenchStack, members: readonly Sample[]): Promise<number> {
  const { admin } = stack;
  const services = openTestServices(stack.appUrl, { now: new Date(), max: 4 });
  let wrong = 0;
  const check = (ours: unknown, rows: unknown, what: string) => {
    if (JSON.stringify(ours) === JSON.stringify(rows)) return;
    wrong += 1;
    console.error(`${what}: ${JSON.stringify(ours)} is not ${JSON.stringify(rows)}`);
  };
  const stored = () => admin`
    SELECT to_jsonb(m) - 'updated_at' AS row FROM member_stats m
    WHERE company_id = ${COMPANY} AND user_id = ANY(${members.map(({ id }) => id)}) ORDER BY user_id, period, period_start`;
  const loaded = await stored();
  await refreshMemberStats(systemCtx(services), { userIds: members.map(({ id }) => id) });
  check(await stored(), loaded, "the worker's numbers");

  for (const member of members) {
    const { clicks, conversions, signups, revenue, rank } = await reads["stats endpoint"](
      memberCtx(services, member),
      member,
    );
    const rows = await memberFromRows(admin, member.id);
    const [usd] = revenue;
    const { human, bot, preview, prefetch, duplicate } = clicks.byClass;
    check({ raw: clicks.raw, human, bot, preview, prefetch, duplicate }, rows.clicks, "clicks");
    check({ signups, ...conversions }, rows.brought, "referrals");
    const inMinor = (amount: string | undefined) => (amount ?? "0").replace(".", "").replace(/^0+(?=\d)/, "");
    check({ gross: inMinor(usd?.gross), net: inMinor(usd?.net) }, rows.money, "revenue");
    check(rank, rows.rank, "rank");
  }
  const first = members[0];
  if (first) {
    const { top } = await reads["top 50 and my rank"](memberCtx(services, first));
    const ours = top.map(({ userId, score, rank }) => ({ userId, score, rank }));
    check(ours, await boardFromRows(admin), "board");
  }
  check(await funnelFromStats(admin), await funnelFromRows(admin), "funnel");
  await services.db.close();
  return wrong;
}
