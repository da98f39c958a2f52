import { connect } from "node:net";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { createPlayer, type Player } from "#tests/support/player.ts";
import { signWebhook, webhookSecret } from "#tests/support/signed.ts";

let app: RunningApp;
let play: Player;
let admin: postgres.Sql;

beforeAll(async () => {
  app = await startApp();
  play = createPlayer(app.origin, app.sandbox.origin);
  admin = postgres(app.database.superUrl, { max: 1, onnotice: () => {} });
  expect(app.env.WHOP_WEBHOOK_SECRET).toBe(webhookSecret);
});
afterAll(async () => {
  await admin?.end();
  await app?.stop();
});

const path = "/api/webhooks/whop";
const post = (body: string, headers: Record<string, string>) =>
  fetch(`${app.origin}${path}`, { method: "POST", body, headers });

/** Exactly these bytes on the wire: what no client library would send. */
function raw(lines: readonly string[], body: string | Buffer): Promise<number> {
  const { port } = new URL(app.origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), "localhost", () => {
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${lines.join("\r\n")}\r\n\r\n`,
      );
      socket.write(body);
    });
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    // A server that refuses before it has read everything may cut the connection behind its answer.
    socket.on("error", (error) => (answer === "" ? reject(error) : undefined));
    socket.on("close", () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)));
  });
}

const lines = (headers: Record<string, string>) =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

describe("on the wire", () => {
  const body = '{"type":"nothing.happened","data":{}}';
  const signed = () => signWebhook(`msg_${Math.random().toString(36).slice(2)}`, body);
  const length = `content-length: ${body.length}`;

  it("a genuine webhook is answered with 200, also when it comes in chunks", async () => {
    expect(await raw([...lines(signed().headers), length], body)).toBe(200);
    const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    expect(await raw([...lines(signed().headers), "transfer-encoding: chunked"], chunked)).toBe(200);
  });

  it("a webhook header that comes twice is 401, whichever and in whatever spelling", async () => {
    for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
      const { headers } = signed();
      for (const again of [name, name.toUpperCase()]) {
        const doubled = [...lines(headers), `${again}: ${headers[name]}`, length];
        expect(await raw(doubled, body), again).toBe(401);
      }
      const joined = { ...headers, [name]: `${headers[name]}, ${headers[name]}` };
      expect(await raw([...lines(joined), length], body), `${name} joined`).toBe(401);
    }
  });

  it.each(["123abc", "123.9", "123", "1e9", "99999999999", "-1", "0x5f5e100f"])(
    "the timestamp %j is 401",
    async (timestamp) => {
      const headers = { ...signed().headers, "webhook-timestamp": timestamp };
      expect(await raw([...lines(headers), length], body)).toBe(401);
    },
  );

  it("a body that is not UTF-8 is 400, one over 256 kB is 413, and neither is stored", async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
    const odd = signWebhook("msg_odd", new Uint8Array(bytes));
    expect(await raw([...lines(odd.headers), "content-length: 3"], bytes)).toBe(400);
    const large = "x".repeat(256 * 1024 + 1);
    const huge = signWebhook("msg_huge", large);
    expect(await raw([...lines(huge.headers), `content-length: ${large.length}`], large)).toBe(413);
    const chunk = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
    expect(await raw([...lines(huge.headers), "transfer-encoding: chunked"], chunk)).toBe(413);
    expect(await admin`SELECT 1 FROM webhook_events WHERE webhook_id IN ('msg_odd', 'msg_huge')`).toEqual([]);
  });

  it("after any bit of id, timestamp, body or signature was flipped it is refused, and never with a 5xx", async () => {
    const refused = new Set([400, 401]);
    const flip = (text: string, bit: number) => {
      const bytes = Buffer.from(text, "latin1");
      const at = Math.floor(bit / 8) % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8));
      return bytes.toString("latin1");
    };
    const parts = ["webhook-id", "webhook-timestamp", "webhook-signature", "body"];
    const tries = Array.from({ length: 1_200 }, (_, nth) => nth).values();
    const lane = async () => {
      for (const nth of tries) {
        const { headers } = signed();
        const part = parts[nth % parts.length] ?? "";
        const bit = Math.floor(Math.random() * 10_000);
        const sent = { ...headers, body, [part]: flip(part === "body" ? body : (headers[part] ?? ""), bit) };
        const { body: content, ...rest } = sent;
        const status = await raw(
          [...lines(rest), `content-length: ${content.length}`],
          Buffer.from(content, "latin1"),
        );
        expect(refused, `${part}, bit ${bit}: ${status}`).toContain(status);
      }
    };
    await Promise.all(Array.from({ length: 20 }, lane));
  });

  it("another method is 405, and no header makes the server fail", async () => {
    expect((await fetch(`${app.origin}${path}`)).status).toBe(405);
    for (const value of ["", " ", "v1,", "v1,=", "\u00ff", ",".repeat(5_000), "v1,A ".repeat(2_000)]) {
      const headers = { ...signed().headers, "webhook-signature": value };
      const status = await raw([...lines(headers), length], body);
      expect(status, JSON.stringify(value.slice(0, 10))).toBe(401);
    }
  });
});

describe("one event, one effect", () => {
  const buyers = 20;
  const refunded = 4;

  it("when every delivery comes 1 to 20 times over 50 connections, in any order", async () => {
    const scope = { experienceId: COMMUNITY.experienceId };
    const member = await play.newPerson("Mia Many", scope);
    const token = await play.tokenOf(member.id);
    const link = await play.api("/api/referrals/create", "POST", token, scope);
    expect(link.status).toBe(201);
    await play.sandbox("/sandbox/settings", { payloadShape: "mixed", delivery: { mode: "paused" } }, "PUT");
    const payments: string[] = [];
    for (let nth = 0; nth < buyers; nth++) {
      const buyer = await play.newPerson(`Buyer ${nth}`);
      const checkout = await play.visitCheckout(link.body.url);
      payments.push((await play.buy(checkout, buyer.id)).paymentId);
    }
    for (const id of payments.slice(0, refunded)) await play.sandbox(`/sandbox/payments/${id}/refund`, {});
    const held: { id: string; body: unknown }[] = (await play.sandbox("/sandbox/deliveries?status=held"))
      .data;
    expect(held.length).toBeGreaterThanOrEqual(buyers * 3 + refunded * 2);

    const copies = shuffle(held.flatMap((event, nth) => Array.from({ length: 1 + (nth % 20) }, () => event)));
    const statuses = new Set<number>();
    const next = copies.values();
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        for (const { id, body } of next) {
          const sent = signWebhook(id, typeof body === "string" ? body : JSON.stringify(body));
          statuses.add((await post(String(sent.body), sent.headers)).status);
        }
      }),
    );
    expect(statuses).toEqual(new Set([200]));

    const stats = async () =>
      (await play.api(`/api/referrals/stats?${new URLSearchParams(scope)}`, "GET", token)).body;
    const settled = await play.eventually(
      stats,
      (answer) => answer.conversions?.confirmed === buyers - refunded && answer.signups === buyers,
    );
    const [revenue] = settled.revenue;
    expect(settled.revenue).toHaveLength(1);
    expect(Number(revenue.gross) - Number(revenue.refunded)).toBeCloseTo(Number(revenue.net), 2);

    const one = async (query: postgres.PendingQuery<postgres.Row[]>) => (await query)[0]?.many;
    const ids = held.map((event) => event.id);
    expect(
      await one(admin`SELECT count(*)::int AS many FROM webhook_events WHERE webhook_id = ANY(${ids})`),
    ).toBe(held.length);
    expect(
      await one(admin`SELECT sum(conflicts)::int AS many FROM webhook_events WHERE webhook_id = ANY(${ids})`),
    ).toBe(0);
    expect(
      await one(admin`SELECT count(*)::int AS many FROM payments WHERE payment_id = ANY(${payments})`),
    ).toBe(buyers);
    expect(
      await one(admin`SELECT count(*)::int AS many FROM refunds WHERE payment_id = ANY(${payments})`),
    ).toBe(refunded);
    expect(
      await one(
        admin`SELECT count(*)::int AS many FROM referral_conversions WHERE source_id = ANY(${payments})`,
      ),
    ).toBe(buyers);
    expect(
      await one(admin`
      SELECT count(*)::int AS many FROM referrals r JOIN users u ON u.company_id = r.company_id AND u.id = r.referrer_id
      WHERE u.whop_user_id = ${member.id}`),
    ).toBe(buyers);
    const unsettled = await play.eventually(
      async () =>
        (
          await admin`SELECT webhook_id, state, reason FROM webhook_events WHERE webhook_id = ANY(${ids}) AND state <> 'processed'`
        ).length,
      (many) => many === 0,
    );
    expect(unsettled).toBe(0);
  });
});

/** Fisher and Yates, with the same outcome in every run. */
function shuffle<T>(items: T[]): T[] {
  let seed = 42;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [items[last], items[other]];
    if (a !== undefined && b !== undefined) {
      items[last] = b;
      items[other] = a;
    }
  }
  return items;
}
