import { type BenchLink, loadLinks, visits } from "./click-data.ts";
import type { BenchStack, Child, Figure, LoadResult } from "./harness.ts";
import { atLeast, atMost, below, exactly, load, openStack } from "./harness.ts";
import { median } from "./median.ts";
import { buildPages } from "./pages.ts";

const LINKS = 10_000;
const VISITS = 40_000;
/** As many as it takes for the medians of two runs to be alike. */
const ROUNDS = 9;
const HOT_ROUNDS = 5;
const SECONDS = 4;

/**
 * Not run here: figures of an earlier measurement on two cores at c=64, beside the same bare limit. What they
 * would do on this machine at this moment follows from what the limit does.
 */
const PUBLISHED = { bare: 23_700, kutt: 571, umami: 256 };

type Measured = { results: LoadResult[]; perSecond: number; unaccounted: number };

export async function run(): Promise<Figure[]> {
  await buildPages();
  await using stack = await openStack();
  const links = await loadLinks(stack.admin, LINKS);
  const requests = visits(links, VISITS);
  const bareUrl = { BARE_DATABASE_URL: stack.adminUrl };

  const bare = await stack.start("tests/bench/bare-clicks.ts", [], bareUrl);
  const next = await stack.start("tests/bench/next-clicks.ts");
  const serve = await stack.serve();
  // In turns, so that whatever else the machine does meets all of them. First one way round and then the other, so that
  // they meet what the others leave the database to tidy up, and each comes back after as long a time as the others.
  const limits: LoadResult[] = [];
  const nexts: LoadResult[] = [];
  const ours: Measured = { results: [], perSecond: 0, unaccounted: 0 };
  const visit = (port: number) => load({ port, connections: 64, seconds: SECONDS, requests });
  const turns = [
    async () => limits.push(await visit(bare.port)),
    () => measure(stack, serve, requests, 64, ours),
    async () => nexts.push(await visit(next.port)),
  ];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const turn of round < ROUNDS / 2 ? turns : turns.toReversed()) await turn();
  }
  await next.stop();
  const limit = median(limits.map(({ perSecond }) => perSecond));
  const mine = median(ours.results.map(({ perSecond }) => perSecond));

  const hot = await hotLink(stack, serve, links);
  const crowd = await measure(stack, serve, requests, 1_000);
  const crowdFailures = crowd.results.reduce((sum, { failures }) => sum + failures, 0);
  const memory = serve.memory() / 1e6;
  await bare.stop();
  await serve.stop();

  const p99 = median(ours.results.map((result) => result.p99));
  const crowdP99 = median(crowd.results.map((result) => result.p99));
  const what = "clicks on disk, c=64";
  return [
    {
      what,
      value: mine,
      unit: "/s",
      limit: { name: "bare node:http", value: limit },
      target: atLeast(0.8),
      note: `p99 ${p99} ms`,
    },
    {
      what,
      value: mine,
      unit: "/s",
      limit: {
        name: "Next's route handler",
        value: median(nexts.map(({ perSecond }) => perSecond)),
      },
      target: atLeast(10),
    },
    { what, value: mine, unit: "/s", limit: published("Kutt", PUBLISHED.kutt, limit), target: atLeast(30) },
    { what, value: mine, unit: "/s", limit: published("Umami", PUBLISHED.umami, limit), target: atLeast(80) },
    {
      what: "one hot link, c=64",
      value: hot.one,
      unit: "/s",
      limit: { name: `${LINKS} links`, value: hot.many },
      target: atLeast(0.9),
    },
    {
      what: "p99 at c=1000",
      value: crowdP99,
      unit: "ms",
      target: below(200),
      note: `${Math.round(crowd.perSecond)}/s`,
    },
    { what: "failed requests at c=1000", value: crowdFailures, unit: "", target: exactly(0) },
    {
      what: "answered but not in the database",
      value: ours.unaccounted + crowd.unaccounted + hot.unaccounted,
      unit: "",
      target: exactly(0),
    },
    { what: "server memory afterwards", value: memory, unit: "MB", target: atMost(350) },
  ];
}

function published(name: string, value: number, bareNow: number) {
  return { name: `${name} (published, scaled)`, value: (value / PUBLISHED.bare) * bareNow };
}

/** One run against serve, checked against the table. */
async function measure(
  stack: BenchStack,
  serve: Child,
  requests: readonly string[],
  connections: number,
  into: Measured = { results: [], perSecond: 0, unaccounted: 0 },
): Promise<Measured> {
  const before = await countClicks(stack);
  const result = await load({ port: serve.port, connections, seconds: SECONDS, requests });
  const written = (await countClicks(stack)) - before;
  into.results.push(result);
  into.unaccounted += Math.max(0, (result.statuses["302"] ?? 0) - written);
  const others = Object.entries(result.statuses).filter(([status]) => status !== "302");
  // Anything but a redirect is a visitor who did not arrive.
  for (const [, many] of others) result.failures += many;
  into.perSecond = result.perSecond;
  return into;
}

async function hotLink(stack: BenchStack, serve: Child, links: readonly BenchLink[]) {
  const one: Measured = { results: [], perSecond: 0, unaccounted: 0 };
  const many: Measured = { results: [], perSecond: 0, unaccounted: 0 };
  const popular = visits(links.slice(0, 1), VISITS);
  const spread = visits(links, VISITS);
  for (let round = 0; round < HOT_ROUNDS; round += 1) {
    await measure(stack, serve, popular, 64, one);
    await measure(stack, serve, spread, 64, many);
  }
  return {
    one: median(one.results.map(({ perSecond }) => perSecond)),
    many: median(many.results.map(({ perSecond }) => perSecond)),
    unaccounted: one.unaccounted + many.unaccounted,
  };
}

async function countClicks({ admin }: BenchStack): Promise<number> {
  const [row] = await admin<{ many: number }[]>`SELECT count(*)::int AS many FROM referral_clicks`;
  return row?.many ?? 0;
}
