import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Cable, openCable } from "#tests/support/cable.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import {
  type Community,
  type LinkStage,
  openLinkStage,
  type StoredLink,
  unfurler,
} from "#tests/support/link-stage.ts";

let stage: LinkStage;
let cable: Cable;
let community: Community;
let link: StoredLink;
let visitors = 0;

beforeAll(async () => {
  const database = await createTestDatabase();
  const address = new URL(database.appUrl);
  cable = await openCable({ host: address.hostname, port: Number(address.port) });
  address.host = `127.0.0.1:${cable.port}`;
  stage = await openLinkStage({ database: { ...database, appUrl: address.href } });
  community = await stage.community();
});
beforeEach(async () => {
  // Clicks of the test before may still be on their way to a database that came back.
  await stage.play.eventually(gauge, ({ waiting }) => waiting === 0);
  link = await stage.link(community);
  await stage.play.eventually(
    () => stage.ask(`/r/${link.code}`, {}, "HEAD"),
    ({ headers }) => headers.location?.includes("/checkout/") === true,
  );
});
afterAll(async () => {
  await stage?.close();
  await cable?.close();
});

/** As many visits by different people, some at once. */
async function visit(many: number, to = link) {
  const answers = Array.from({ length: many }, async (_, i) => {
    await sleep(i * 5);
    visitors += 1;
    return stage.ask(`/r/${to.code}`, { "x-forwarded-for": `203.0.${visitors >> 8}.${visitors & 255}` });
  });
  return Promise.all(answers);
}

type Gauge = { written: number; waiting: number; lost: number; isFailing: boolean };

async function gauge(): Promise<Gauge> {
  const { body } = await stage.play.call(`${stage.app.origin}/api/health/ready`, "GET");
  return body.gauges.clicks;
}

const counted = async (of = link) => (await stage.clicks(of, 0)).length;

describe.each(["pull", "hang"] as const)("while the database does not answer (%s)", (how) => {
  it("every person is sent to checkout, and every click is recorded once it is back", async () => {
    cable.set(how);
    try {
      const answers = await visit(60);
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 302));
      for (const { headers } of answers) expect(headers.location).toContain("/checkout/");
      const { waiting } = await gauge();
      expect(waiting).toBe(60);
      expect(await counted()).toBe(0);
    } finally {
      cable.set("plug");
    }
    await stage.play.eventually(counted, (many) => many === 60);
    expect(await gauge()).toMatchObject({ waiting: 0, lost: 0, isFailing: false });
  });

  it("a member who comes from within Whop waits for it no longer than anybody else", async () => {
    cable.set(how);
    try {
      const began = Date.now();
      const answer = await stage.ask(`/r/${link.code}`, { "x-whop-user-token": community.memberToken });
      expect(answer.status).toBe(302);
      expect(answer.headers.location).toContain("/checkout/");
      expect(Date.now() - began).toBeLessThan(5_000);
    } finally {
      cable.set("plug");
    }
    await stage.play.eventually(counted, (many) => many === 1);
  });

  it("unfurlers get a card, and a code never seen gets a page that tries again", async () => {
    const unseen = await stage.link(community);
    cable.set(how);
    try {
      const card = await stage.ask(`/r/${link.code}`, { "user-agent": unfurler });
      expect(card.status).toBe(200);
      expect(card.text).toContain('property="og:title"');
      expect((await stage.ask(`/r/${link.code}/card`)).status).toBe(200);
      const answer = await stage.ask(`/r/${unseen.code}`);
      expect(answer.status).toBe(503);
      expect(answer.headers["retry-after"]).toBe("3");
      expect(answer.text).toContain('http-equiv="refresh"');
      expect((await stage.ask(`/r/${unseen.code}/card`)).headers["content-type"]).toBe("image/png");
    } finally {
      cable.set("plug");
    }
    await stage.play.eventually(
      () => stage.ask(`/r/${unseen.code}`),
      ({ status }) => status === 302,
    );
  });
});

describe("while Whop does not answer", () => {
  it.each(["500", "timeout", "reset", "429", "truncated"])(
    "with %s, a link without a checkout leads to the community, says so, and heals",
    async (kind) => {
      const fresh = await stage.link(community);
      const faults = [{ match: "POST /checkout_configurations", kind, rate: 1 }];
      await stage.play.sandbox("/sandbox/settings", { faults }, "PUT");
      const began = Date.now();
      const answers = await visit(10, fresh);
      for (const { status, headers } of answers) {
        expect(status).toBe(302);
        expect(headers.location).toBe(`${stage.app.sandbox.origin}/${community.route}`);
      }
      expect(Date.now() - began).toBeLessThan(8_000);
      await stage.play.sandbox("/sandbox/settings", { faults: [] }, "PUT");
      const stored = await stage.clicks(fresh, 10);
      expect(stored.map(({ to_fallback }) => to_fallback)).toEqual(stored.map(() => true));
      expect(stored).toHaveLength(10);
      expect((await stage.ask(`/r/${link.code}`)).headers.location).toContain("/checkout/");
    },
  );
});

describe("a server that starts", () => {
  it("knows the links of before although the database is lost right after, and says what it could not write", async () => {
    const processes = stage.app.processes;
    processes.get("serve")?.kill("SIGKILL");
    await stage.app.start("serve", ["--no-pages"]);
    await stage.play.eventually(
      async () => (await stage.ask(`/r/${link.code}`, {}, "HEAD")).status,
      (status) => status === 302,
    );
    cable.set("pull");
    try {
      const answers = await visit(5);
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 302));
      const child = processes.get("serve");
      const ended = new Promise((resolve) => child?.once("exit", resolve));
      child?.kill("SIGTERM");
      await ended;
      expect(stage.app.logs()).toContain('"clicks":5');
    } finally {
      cable.set("plug");
    }
    await stage.app.start("serve", ["--no-pages"]);
  });
});
