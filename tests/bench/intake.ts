import { loadLinks, visits } from "./click-data.ts";
import { loadCommunity } from "./conversion-data.ts";
import type { BenchStack, Child, Figure, LoadResult } from "./harness.ts";
import { atLeast, below, exactly, load } from "./harness.ts";
import { queueJobs } from "./job-data.ts";
import { median } from "./median.ts";
import { newBuyer, paymentOf, textOf } from "./webhook-data.ts";

const ROUNDS = 3;
const SECONDS = 3;
/** More than is sent in one round. */
const WEBHOOKS = 60_000;
const CONNECTIONS = 64;
/** Profiles to be read again: what the worker asks Whop for meanwhile, within what Whop allows at once. */
const PROFILES = 100;

/** What runs beside the server while it takes webhooks. */
const settings = ["nothing beside it", "Whop up, worker running", "Whop down, worker running"] as const;
type Setting = (typeof settings)[number];

type Measured = { results: LoadResult[]; missing: number };

/** Webhooks verified and on disk before their 200, beside clicks on disk before their redirect. */
export async function intakeFigures(stack: BenchStack, serve: Child): Promise<Figure[]> {
  const requests = visits(await loadLinks(stack.admin, 10_000), 40_000);
  const [community] = await loadCommunity(stack.admin, 1, 3);
  const companyId = community?.companyId ?? "";
  const whop = await stack.start("tests/bench/whop.ts");
  const clicks: LoadResult[] = [];
  const intake = new Map<Setting, Measured>(settings.map((name) => [name, { results: [], missing: 0 }]));
  // In turns, so that whatever else the machine does meets all of them, there and back, and each from an empty
  // inbox and the same queue: what the one before left undone is not the next one's work.
  for (let round = 0; round < ROUNDS; round += 1) {
    clicks.push(await load({ port: serve.port, connections: CONNECTIONS, seconds: SECONDS, requests }));
    for (const [setting, into] of round % 2 === 0 ? [...intake] : [...intake].toReversed()) {
      await stack.admin`TRUNCATE webhook_events, pgboss.job`;
      await queueJobs(stack, { name: "refresh-profile", companyId, many: PROFILES });
      const api =
        setting === "Whop up, worker running"
          ? { WHOP_API_BASE_URL: `http://127.0.0.1:${whop.port}/api/v1` }
          : {};
      const worker = setting === "nothing beside it" ? null : await stack.worker(api);
      await measure(stack, serve, companyId, into);
      await worker?.stop();
    }
  }
  await stack.admin`TRUNCATE webhook_events, pgboss.job`;
  await whop.stop();

  const perSecond = (results: LoadResult[]) => median(results.map((result) => result.perSecond));
  const of = (setting: Setting) => intake.get(setting)?.results ?? [];
  const all = [...intake.values()];
  const up = perSecond(of("Whop up, worker running"));
  return [
    {
      what: "webhooks on disk, c=64",
      value: perSecond(of("nothing beside it")),
      unit: "/s",
      limit: { name: "clicks on disk", value: perSecond(clicks) },
      target: atLeast(0.5),
    },
    ...settings.map(
      (setting): Figure => ({
        what: `their p99, ${setting}`,
        value: median(of(setting).map((result) => result.p99)),
        unit: "ms",
        target: below(50),
      }),
    ),
    {
      what: "webhooks while Whop is down",
      value: perSecond(of("Whop down, worker running")),
      unit: "/s",
      limit: { name: "Whop up", value: up },
      target: atLeast(0.9),
    },
    {
      what: "webhooks while the worker is stopped",
      value: perSecond(of("nothing beside it")),
      unit: "/s",
      limit: { name: "worker running", value: up },
      target: atLeast(0.9),
    },
    {
      what: "webhooks refused, or answered and not on disk",
      value: all.reduce((sum, { missing }) => sum + missing, 0),
      unit: "",
      target: exactly(0),
    },
  ];
}

/** One run, checked against the inbox. Each webhook is another one: what is known already would cost less. */
async function measure(
  { admin }: BenchStack,
  serve: Child,
  companyId: string,
  into: Measured,
): Promise<void> {
  const count = async () => {
    const [row] = await admin<{ many: number }[]>`SELECT count(*)::int AS many FROM webhook_events`;
    return row?.many ?? 0;
  };
  const at = new Date();
  const requests = Array.from({ length: WEBHOOKS }, () => textOf(paymentOf(newBuyer(companyId, {}, at))));
  const before = await count();
  const result = await load({
    port: serve.port,
    connections: CONNECTIONS,
    seconds: SECONDS,
    requests,
    once: true,
  });
  const stored = (await count()) - before;
  const answered = Object.values(result.statuses).reduce((sum, many) => sum + many, 0);
  const acknowledged = result.statuses["200"] ?? 0;
  into.missing += Math.max(0, acknowledged - stored) + (answered - acknowledged) + result.failures;
  into.results.push(result);
}
