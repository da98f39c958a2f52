import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "#db/client.ts";
import { fixedClock } from "#lib/core/clock.ts";
import { createLogger } from "#lib/core/log.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { unique } from "#tests/support/factories.ts";
import { requestOf, signWebhook, webhookSecret } from "#tests/support/signed.ts";
import { receiveWebhook, type WebhookReceiver } from "#webhooks/receive.ts";

const now = new Date("2026-11-21T12:00:00.000Z");
const clock = fixedClock(now);
const log = createLogger("test", "silent");
const otherSecret = `ws_${"7b".repeat(32)}`;

let database: TestDatabase;
let db: ReturnType<typeof openDatabase>;
let admin: postgres.Sql;
let receive: WebhookReceiver;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.appUrl);
  admin = postgres(database.superUrl, { max: 1, onnotice: () => {} });
  receive = receiveWebhook({ db, clock, log }, [webhookSecret, otherSecret]);
});
afterAll(async () => {
  await receive.close(1_000);
  await Promise.all([db.close(), admin.end()]);
  await database.drop();
});

const stored = async (id: string) => {
  const [row] =
    await admin`SELECT body, state, conflicts, received_at FROM webhook_events WHERE webhook_id = ${id}`;
  return row ?? null;
};
const sign = (content: unknown, id = unique("msg_")) => signWebhook(id, content, now);

describe("a genuine webhook", () => {
  it("is answered with 200 when it is on disk, as it came", async () => {
    const sent = sign('{"type":"payment.succeeded","note":"é\\u0000 😀"}');
    const answer = await receive(requestOf(sent));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ ok: true });
    expect(await stored(sent.id)).toMatchObject({ body: sent.body, state: "received", received_at: now });
  });

  it.each(["not json", "null", "[]", "", "{", '{"data":1}', "\ufeff{}"])(
    "is stored whatever its body is: %j",
    async (body) => {
      const sent = sign(body);
      expect((await receive(requestOf(sent))).status).toBe(200);
      expect((await stored(sent.id))?.body).toBe(body);
    },
  );

  it("with a zero byte in its body is stored, without the byte that no database holds", async () => {
    const sent = sign("{\0}");
    expect((await receive(requestOf(sent))).status).toBe(200);
    expect((await stored(sent.id))?.body).toBe("{\uFFFD}");
  });

  it("under either secret in force is accepted", async () => {
    const sent = signWebhook(unique("msg_"), {}, now, otherSecret);
    expect((await receive(requestOf(sent))).status).toBe(200);
  });

  it("of exactly 256 kB is accepted, and one byte more is refused with 413", async () => {
    const limit = 256 * 1024;
    const announced = sign("x".repeat(limit));
    expect((await receive(requestOf(announced, { "content-length": String(limit) }))).status).toBe(200);
    expect((await receive(requestOf(sign("x".repeat(limit))))).status).toBe(200);
    const larger = sign("x".repeat(limit + 1));
    expect((await receive(requestOf(larger))).status).toBe(413);
    expect((await receive(requestOf(larger, { "content-length": String(limit + 1) }))).status).toBe(413);
    expect((await receive(requestOf(larger, { "content-length": "10" }))).status).toBe(413);
    expect(await stored(larger.id)).toBeNull();
  });

  it("that came before keeps its first body, and another body under its id is counted", async () => {
    const id = unique("msg_");
    const first = sign({ amount: 1 }, id);
    expect((await receive(requestOf(first))).status).toBe(200);
    expect((await receive(requestOf(first))).status).toBe(200);
    expect((await receive(requestOf(sign({ amount: 2 }, id)))).status).toBe(200);
    expect(await stored(id)).toMatchObject({ body: first.body, conflicts: 1 });
  });

  it("is kept as it came first, wherever others under its id stand in the same batch", async () => {
    const ids = Array.from({ length: 50 }, () => unique("msg_"));
    const sent = Array.from({ length: 500 }, (_, nth) => ({
      id: ids[(nth * 7) % ids.length] ?? "",
      body: String(nth),
    }));
    const bodies = sent.map(({ body }) => body);
    await db.hot`SELECT record_webhooks(
      ${sent.map(({ id }) => id)}::text[], ${bodies}::text[], ${bodies}::text[], ${now})`;
    const rows = await admin`
      SELECT webhook_id AS id, body, conflicts FROM webhook_events WHERE webhook_id = ANY(${ids})`;
    const first = new Map(sent.toReversed().map(({ id, body }) => [id, body]));
    expect(new Map(rows.map(({ id, body }) => [id, body]))).toEqual(first);
    expect(new Set(rows.map(({ conflicts }) => conflicts))).toEqual(new Set([9]));
  });

  it("arrives 2,000 times over 50 lanes as one row each", async () => {
    const ids = Array.from({ length: 100 }, () => unique("msg_"));
    const sent = ids.map((id) => sign({ id }, id));
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, lane) => {
        const statuses: number[] = [];
        for (let i = 0; i < 40; i++) {
          const one = sent[(lane * 7 + i * 13) % sent.length];
          if (one) statuses.push((await receive(requestOf(one))).status);
        }
        return statuses;
      }),
    );
    expect(new Set(answers.flat())).toEqual(new Set([200]));
    const [row] =
      await admin`SELECT count(*)::int AS many, sum(conflicts)::int AS conflicts FROM webhook_events WHERE webhook_id = ANY(${ids})`;
    expect(row).toEqual({ many: 100, conflicts: 0 });
  });
});

describe("what is not a genuine webhook", () => {
  it("is refused with 401 and stored nowhere", async () => {
    const sent = sign({ type: "payment.succeeded" });
    const cases: Record<string, Record<string, string>> = {
      forged: {
        "webhook-signature":
          signWebhook(sent.id, sent.body, now, `ws_${"00".repeat(32)}`).headers["webhook-signature"] ?? "",
      },
      "other id": { "webhook-id": `${sent.id}x` },
      "other version": {
        "webhook-signature": (sent.headers["webhook-signature"] ?? "").replace("v1,", "v1a,"),
      },
      "no timestamp": { "webhook-timestamp": "" },
      "bad timestamp": { "webhook-timestamp": "123abc" },
      stale: signWebhook(sent.id, sent.body, new Date(now.getTime() - 301_000)).headers,
      early: signWebhook(sent.id, sent.body, new Date(now.getTime() + 301_000)).headers,
      "long id": signWebhook("m".repeat(3_000), sent.body, now).headers,
    };
    for (const [name, headers] of Object.entries(cases)) {
      const answer = await receive(requestOf(sent, headers));
      expect(answer.status, name).toBe(401);
      expect(await answer.json()).toMatchObject({ error: { code: "unauthenticated" } });
    }
    for (const name of Object.keys(sent.headers).filter((header) => header.startsWith("webhook-"))) {
      const request = requestOf(sent);
      request.headers.append(name, sent.headers[name] ?? "");
      expect((await receive(request)).status, `${name} twice`).toBe(401);
      const without = requestOf(sent);
      without.headers.delete(name);
      expect((await receive(without)).status, `no ${name}`).toBe(401);
    }
    expect(await stored(sent.id)).toBeNull();
  });

  it("is refused with 400 when it is not UTF-8, signed or not", async () => {
    for (const bytes of [
      [0xff],
      [0x22, 0xc3, 0x28, 0x22],
      [0xed, 0xa0, 0x80],
      [0xf8, 0x88, 0x80, 0x80, 0x80],
    ]) {
      const sent = sign(new Uint8Array(bytes));
      expect((await receive(requestOf(sent))).status).toBe(400);
      expect(await stored(sent.id)).toBeNull();
    }
  });

  it("is answered with 405 unless it is a POST", async () => {
    for (const method of ["GET", "PUT", "DELETE", "PATCH"]) {
      const answer = await receive(new Request("http://localhost/api/webhooks/whop", { method }));
      expect(answer.status).toBe(405);
      expect(answer.headers.get("allow")).toBe("POST");
    }
  });
});

it("while the database is away the sender is asked to come back, and loses nothing by it", async () => {
  const away = openDatabase(database.appUrl.replace(/:\d+\//, ":9/"));
  const deaf = receiveWebhook({ db: away, clock, log }, [webhookSecret]);
  const sent = sign({ type: "payment.succeeded" });
  const began = performance.now();
  const answer = await deaf(requestOf(sent));
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(performance.now() - began).toBeLessThan(5_000);
  await deaf.close(100);
  await away.close();
  expect((await receive(requestOf(sent))).status).toBe(200);
  expect(await stored(sent.id)).not.toBeNull();
});

it("what a database that hangs has not stored counts as waiting, also after its sender was sent away", async () => {
  const narrow = receiveWebhook({ db, clock, log }, [webhookSecret], { mostBytesWaiting: 1_000 });
  const [first, second] = [sign("x".repeat(600)), sign("y".repeat(600))];
  await admin.begin(async (tx) => {
    await tx`LOCK TABLE webhook_events IN ACCESS EXCLUSIVE MODE`;
    expect((await narrow(requestOf(first))).status).toBe(503);
    const began = performance.now();
    expect((await narrow(requestOf(second))).status).toBe(503);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
  const again = async () => (await narrow(requestOf(second))).status;
  await expect.poll(again, { timeout: 30_000 }).toBe(200);
  expect(await stored(first.id)).not.toBeNull();
  await narrow.close(1_000);
});

it("the worker is woken by what arrives, also by the last of a burst", async () => {
  const heard: number[] = [];
  const { unlisten } = await admin.listen("webhooks_received", () => heard.push(performance.now()));
  await Promise.all(Array.from({ length: 20 }, () => receive(requestOf(sign({})))));
  await expect.poll(() => heard.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(1);
  await sleep(60);
  const afterBurst = heard.length;
  expect(afterBurst).toBeLessThan(20);
  await receive(requestOf(sign({})));
  await expect.poll(() => heard.length, { timeout: 30_000 }).toBeGreaterThan(afterBurst);
  await unlisten();
});
