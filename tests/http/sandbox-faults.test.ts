import Whop from "@whop/sdk";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type Bench, openBench } from "./sandbox-client.ts";

const { companyId, planIds } = COMMUNITY;

let bench: Bench;
let number = 0;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.control("POST", "/sandbox/reset");
});

const fault = (kind: string, more: Record<string, unknown> = {}) =>
  bench.control("PUT", "/sandbox/settings", { faults: [{ match: "POST /promo_codes", kind, ...more }] });

const newCode = (timeout = 10_000) =>
  bench.client({ timeout }).promoCodes.create({
    company_id: companyId,
    code: `FAULT-${++number}`,
    amount_off: 10,
    base_currency: "usd",
    promo_type: "percentage",
    promo_duration_months: 1,
    new_users_only: false,
  });

async function applied(): Promise<number> {
  const effects = await bench.control("GET", "/sandbox/effects?kind=promo_code.created");
  return Array.isArray(effects.body.data) ? effects.body.data.length : -1;
}

it.each([
  ["timeout", Whop.APIConnectionTimeoutError, 0],
  ["reset", Whop.APIConnectionError, 0],
  ["500", Whop.InternalServerError, 0],
  ["429", Whop.RateLimitError, 0],
  ["409", Whop.ConflictError, 0],
  ["403", Whop.PermissionDeniedError, 0],
  ["applied_then_timeout", Whop.APIConnectionTimeoutError, 1],
  ["applied_then_500", Whop.InternalServerError, 1],
] as const)(
  "the fault %s reaches the SDK as its own error class, applied or not as its name says",
  async (kind, error, effects) => {
    await fault(kind, { times: 1 });
    // As long as it takes where nothing will come.
    await expect(newCode(kind.endsWith("timeout") ? 400 : undefined)).rejects.toBeInstanceOf(error);
    expect(await applied()).toBe(effects);
    await newCode();
    expect(await applied()).toBe(effects + 1);
  },
);

it("a truncated answer cannot be read, though its work is done", async () => {
  await fault("truncated", { times: 1 });
  await expect(newCode()).rejects.toThrow();
  expect(await applied()).toBe(1);
});

it("a share of calls fails, the same calls for the same seed", async () => {
  const run = async () => {
    await bench.control("POST", "/sandbox/reset");
    await fault("500", { rate: 0.3, seed: 7 });
    const outcomes: boolean[] = [];
    for (let i = 0; i < 20; i++)
      outcomes.push(
        await newCode().then(
          () => true,
          () => false,
        ),
      );
    return outcomes;
  };
  const first = await run();
  expect(first.filter((ok) => !ok).length).toBeGreaterThan(1);
  expect(first.filter((ok) => ok).length).toBeGreaterThan(8);
  expect(await run()).toEqual(first);
});

it("faults touch only the calls that their pattern names", async () => {
  await bench.control("PUT", "/sandbox/settings", {
    faults: [{ match: "POST /memberships/*/add_free_days", kind: "500" }],
  });
  await newCode();
  const [membership] = (await bench.whop.memberships.list({ company_id: companyId, statuses: ["active"] }))
    .data;
  const call = bench.whop.memberships.addFreeDays(membership?.id ?? "", { free_days: 1 });
  await expect(call).rejects.toBeInstanceOf(Whop.InternalServerError);
});

it("work that was done under an Idempotency-Key is answered on the second try, not done again", async () => {
  await bench.control("PUT", "/sandbox/settings", {
    faults: [{ match: "POST /checkout_configurations", kind: "applied_then_500", times: 1 }],
  });
  const body = { plan_id: planIds.monthly, "Idempotency-Key": "once" };
  await expect(bench.whop.checkoutConfigurations.create(body)).rejects.toBeInstanceOf(
    Whop.InternalServerError,
  );
  await bench.whop.checkoutConfigurations.create(body);
  const effects = await bench.control("GET", "/sandbox/effects?kind=checkout_configuration.created");
  expect(effects.body.data).toMatchObject([{ idempotencyKey: "once" }]);
});

it("beyond the rate the SDK is told how long to wait, for that operation only", async () => {
  await bench.control("PUT", "/sandbox/settings", { rateLimitPerMinute: 2 });
  const list = () => bench.whop.plans.list({ account_id: companyId });
  await list();
  await list();
  const refused = await list().then(
    () => null,
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(Whop.RateLimitError);
  if (refused instanceof Whop.RateLimitError) {
    expect(Number(refused.headers.get("retry-after-ms"))).toBeGreaterThan(0);
    expect(refused.message).toMatch(/Try again in \d+ seconds/);
  }
  await bench.whop.companies.retrieve(companyId);
});

it("settings keep what a request does not name and refuse what they do not know", async () => {
  await bench.control("PUT", "/sandbox/settings", { delivery: { duplicates: 2 } });
  const merged = await bench.control("PUT", "/sandbox/settings", { delivery: { shuffle: true } });
  expect(merged.body).toMatchObject({ payloadShape: "nested", delivery: { duplicates: 2, shuffle: true } });
  for (const wrong of [
    { payload: "flat" },
    { delivery: { lose: 1 } },
    { faults: [{ match: "*", kind: "meteor" }] },
  ]) {
    const refused = await bench.control("PUT", "/sandbox/settings", wrong);
    expect(refused.status).toBe(400);
    expect(refused.body).toHaveProperty("error.fields");
  }
});
