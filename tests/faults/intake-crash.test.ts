import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningApp, startApp } from "#tests/support/app.ts";
import { unique } from "#tests/support/factories.ts";
import { times } from "#tests/support/long-form.ts";
import { signWebhook } from "#tests/support/signed.ts";

const senders = 24;
const kills = times(5, 60);

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ worker: false });
});
afterAll(() => app?.stop());

/** Whop's sender at its most careless: what was answered with 2xx is forgotten, the rest is sent again. */
function startSenders(origin: string) {
  const acknowledged: string[] = [];
  let isOver = false;
  const send = async () => {
    while (!isOver) {
      const id = unique("msg_");
      const { headers, body } = signWebhook(id, { type: "payment.succeeded", data: { id } });
      while (!isOver) {
        const status = await fetch(`${origin}/api/webhooks/whop`, {
          method: "POST",
          headers,
          body: String(body),
        })
          .then(async (answer) => {
            await answer.arrayBuffer().catch(() => undefined);
            return answer.status;
          })
          .catch(() => 0);
        if (status === 200) {
          acknowledged.push(id);
          break;
        }
        await sleep(5);
      }
    }
  };
  const running = Promise.all(Array.from({ length: senders }, send));
  return {
    acknowledged,
    async stop() {
      isOver = true;
      await running;
    },
  };
}

it("of webhooks acknowledged by a server that is killed over and over, every one is on disk, and none twice", async () => {
  const { acknowledged, stop } = startSenders(app.origin);
  for (let kill = 0; kill < kills; kill += 1) {
    const before = acknowledged.length;
    while (acknowledged.length < before + 200) await sleep(5);
    await sleep(Math.random() * 40);
    const server = app.processes.get("serve");
    if (!server) throw new Error("no server runs");
    server.kill("SIGKILL");
    await once(server, "exit");
    await app.start("serve", ["--no-pages"]);
  }
  await stop();
  const admin = postgres(app.database.superUrl, { max: 1, onnotice: () => {} });
  const rows = await admin<{ id: string }[]>`SELECT webhook_id AS id FROM webhook_events`;
  const [odd] =
    await admin`SELECT count(*)::int AS many FROM webhook_events WHERE conflicts > 0 OR body IS NULL`;
  await admin.end();
  const stored = new Set(rows.map(({ id }) => id));
  expect(rows).toHaveLength(stored.size);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(kills * 200);
  expect(odd?.many).toBe(0);
});
