import { expect, it } from "vitest";
import { z } from "zod";
import { createLogger } from "#lib/core/log.ts";
import { createCaller } from "#lib/whop/call.ts";

const timers = { now: () => 0, sleep: async () => {} };

function openCaller() {
  const { call, circuit } = createCaller({ timers, log: createLogger("test", "silent") });
  const send = (answer: () => Promise<unknown>) =>
    call({
      operation: "createPromoCode",
      kind: "change",
      send: answer,
      answer: z.object({ id: z.string() }),
    });
  return { send, circuit };
}

it("an answer that cannot be read leaves open what was done, and is an answer: it opens no circuit", async () => {
  const { send, circuit } = openCaller();
  for (let nth = 0; nth < 10; nth += 1)
    await expect(send(async () => ({ id: nth }))).rejects.toMatchObject({ kind: "unknown" });
  expect(circuit()).toBe("closed");
  expect(await send(async () => ({ id: "promo_1" }))).toEqual({ id: "promo_1" });
});

it("an answer that cannot be read starts the count of calls without an answer again", async () => {
  const { send, circuit } = openCaller();
  const silence = () => Promise.reject(new Error("connection reset"));
  for (let nth = 0; nth < 4; nth += 1) await expect(send(silence)).rejects.toMatchObject({ kind: "unknown" });
  await expect(send(async () => null)).rejects.toMatchObject({ kind: "unknown" });
  await expect(send(silence)).rejects.toMatchObject({ kind: "unknown" });
  expect(circuit()).toBe("closed");
  for (let nth = 0; nth < 4; nth += 1) await expect(send(silence)).rejects.toMatchObject({ kind: "unknown" });
  expect(circuit()).toBe("open");
});
