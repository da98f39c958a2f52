import { z } from "zod";
import type { BenchStack, Child, Figure } from "./harness.ts";
import { atMost, below, exactly, httpRequest, load } from "./harness.ts";
import { median } from "./median.ts";
import { buildPages } from "./pages.ts";
import { COMPANY, EXPERIENCE } from "./stats-data.ts";
import { memberFromRows } from "./stats-raw.ts";
import { type Sample, sampleMembers } from "./stats-reads.ts";
import { openWhopDesk } from "./whop-desk.ts";

const ROUNDS = 3;
const SECONDS = 5;

const addresses = {
  "member page": `/experiences/${EXPERIENCE}`,
  "owner: Today": `/dashboard/${COMPANY}`,
};

/** The real server, and members who ask it. */
export async function openTraffic(stack: BenchStack, members: readonly Sample[]) {
  const desk = await openWhopDesk(stack.env.WHOP_APP_ID ?? "");
  const env = {
    WHOP_API_BASE_URL: `${desk.origin}/api/v1`,
    WHOP_JWKS_URL: `${desk.origin}/.well-known/jwks.json`,
  };
  const headersOf = async ({ whopUserId }: Sample) => ({
    "x-whop-user-token": await desk.token(whopUserId),
    accept: "*/*",
    // As every browser does.
    "accept-encoding": "gzip",
  });
  const headers = new Map<string, Record<string, string>>();
  for (const member of members) headers.set(member.id, await headersOf(member));
  const requestsFor = (path: string) => members.map(({ id }) => httpRequest("GET", path, headers.get(id)));

  /** Asks once for each member, so that the access check of a minute ago is known, as it is for whoever reads on. */
  const greet = async (server: Child, path: string) => {
    const bodies = new Map<string, string>();
    for (const { id } of members) {
      const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
        headers: headers.get(id) ?? {},
      });
      const body = await answer.text();
      if (answer.status !== 200)
        throw new Error(`${path} answered ${answer.status}: ${body.slice(0, 500)}\n${server.output()}`);
      bodies.set(id, body);
    }
    return bodies;
  };

  const measure = async (server: Child, path: string, connections: number) => {
    const results = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await greet(server, path);
      results.push(
        await load({ port: server.port, connections, seconds: SECONDS, requests: requestsFor(path) }),
      );
    }
    const refused = results
      .flatMap(({ statuses }) => Object.entries(statuses))
      .filter(([status]) => status !== "200");
    const failures = results.reduce((sum, result) => sum + result.failures, 0);
    return {
      p99: median(results.map((result) => result.p99)),
      perSecond: median(results.map((result) => result.perSecond)),
      failed: failures + refused.reduce((sum, [, many]) => sum + many, 0),
    };
  };

  const pageFigures = async (
    server: Child,
    { what, path, limitMs }: { what: string; path: string; limitMs: number },
  ): Promise<Figure[]> => {
    const before = await drawnPages(server);
    const { p99, perSecond, failed } = await measure(server, path, 64);
    const { drawn, again } = await drawnPages(server);
    const sent = drawn - before.drawn + again - before.again;
    const share = Math.round((100 * (again - before.again)) / sent);
    return [
      {
        what: `${what}, c=64, p99`,
        value: p99,
        unit: "ms",
        target: below(limitMs),
        note: `${Math.round(perSecond)}/s; all read anew, ${share} % shown as drawn before`,
      },
      { what: `${what}, failed`, value: failed, unit: "", target: exactly(0) },
    ];
  };

  /** The page of members who have not opened it before: each is drawn. */
  const firstOpens = async (server: Child, path: string): Promise<Figure> => {
    const known = new Set(members.map(({ id }) => id));
    const others = (await sampleMembers(stack, 500)).filter(({ id }) => !known.has(id));
    const requests = [];
    for (const member of others) requests.push(httpRequest("GET", path, await headersOf(member)));
    const { p99, perSecond } = await load({
      port: server.port,
      connections: 64,
      seconds: 60,
      warmupSeconds: 0,
      requests,
      once: true,
    });
    return {
      what: "member page, every one drawn, c=64, p99",
      value: p99,
      unit: "ms",
      target: null,
      note: `${Math.round(perSecond)}/s, ${others.length} members opening it for the first time`,
    };
  };

  return {
    async endpointFigures(): Promise<Figure[]> {
      const server = await stack.serve({ env });
      const path = `/api/referrals/stats?experienceId=${EXPERIENCE}`;
      const before = await wrongAnswers(stack, await greet(server, path));
      const crowd = await measure(server, path, 1_000);
      const wrong = before + (await wrongAnswers(stack, await greet(server, path)));
      const memory = server.memory() / 1e6;
      await server.stop();
      return [
        {
          what: "stats endpoint, c=1000, p99",
          value: crowd.p99,
          unit: "ms",
          target: below(200),
          note: `${Math.round(crowd.perSecond)}/s`,
        },
        { what: "server memory afterwards", value: memory, unit: "MB", target: atMost(350) },
        { what: "stats endpoint, failed", value: crowd.failed, unit: "", target: exactly(0) },
        { what: "stats endpoint, wrong answers", value: wrong, unit: "", target: exactly(0) },
      ];
    },

    /** The member's page alone, as it is shown to members who come again. */
    async memberPageFigures(limitMs: number): Promise<Figure[]> {
      await buildPages();
      const server = await stack.serve({ env, pages: true });
      const what = "member page";
      const figures = await pageFigures(server, { what, path: addresses[what], limitMs });
      await server.stop();
      return figures;
    },

    async pageFigures(): Promise<Figure[]> {
      await buildPages();
      const server = await stack.serve({ env, pages: true });
      const figures: Figure[] = [];
      for (const [what, path] of Object.entries(addresses))
        figures.push(...(await pageFigures(server, { what, path, limitMs: 150 })));
      figures.push(await firstOpens(server, addresses["member page"]));
      await server.stop();
      return figures;
    },

    [Symbol.asyncDispose]: () => desk.close(),
  };
}

const Ready = z.object({
  gauges: z.object({ pages: z.object({ drawn: z.number(), again: z.number() }) }),
});

/** How many pages the server has drawn, and how many it sent again because nothing on them had changed. */
async function drawnPages(server: Child): Promise<{ drawn: number; again: number }> {
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/health/ready`);
  return Ready.parse(await answer.json()).gauges.pages;
}

async function wrongAnswers({ admin }: BenchStack, bodies: ReadonlyMap<string, string>): Promise<number> {
  let wrong = 0;
  for (const [id, body] of bodies) {
    const { clicks, conversions, signups, rank } = JSON.parse(body);
    const rows = await memberFromRows(admin, id);
    const said = JSON.stringify([
      clicks.raw,
      clicks.human,
      signups,
      conversions.confirmed,
      conversions.provisional,
      rank,
    ]);
    const { signups: many, confirmed, provisional } = rows.brought ?? {};
    if (
      said !== JSON.stringify([rows.clicks?.raw, rows.clicks?.human, many, confirmed, provisional, rows.rank])
    )
      wrong += 1;
  }
  return wrong;
}
