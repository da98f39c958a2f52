import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { type Bench, openBench, type Received, SECRETS } from "./sandbox-client.ts";

const { companyId, planIds } = COMMUNITY;

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.control("POST", "/sandbox/reset");
  bench.inbox.received.length = 0;
  bench.inbox.answer = () => ({ status: 200 });
});

const settings = (patch: unknown) => bench.control("PUT", "/sandbox/settings", patch);

/** The public library, keyed as Whop's own documentation says: base64 of the whole secret. */
function verify(secret: string | undefined, received: Received | undefined): unknown {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(received?.headers ?? {})) headers[name] = String(value);
  return new Webhook(Buffer.from(secret ?? "", "utf8").toString("base64")).verify(
    received?.body ?? "",
    headers,
  );
}

async function purchase(outcome = "pay") {
  const configuration = await bench.whop.checkoutConfigurations.create({
    plan_id: planIds.monthly,
    metadata: { referly: "1", rl: "link" },
  });
  const email = `buyer${Math.random()}@post.example`;
  const user = await bench.control("POST", "/sandbox/users", { name: "Buyer", email });
  const bought = await bench.control("POST", "/sandbox/checkout", {
    purchaseUrl: configuration.purchase_url,
    userId: user.body.id,
    outcome,
  });
  return { membershipId: bought.body.membershipId, paymentId: bought.body.paymentId };
}

async function bodyOf(path: string, body: unknown = {}) {
  return (await bench.control("POST", path, body)).body;
}

const types = () =>
  bench.inbox
    .events()
    .map((event) => event.type)
    .sort();

it("a purchase announces itself with signatures that the public library accepts", async () => {
  const bought = await purchase();
  await bench.settle();
  expect(types()).toEqual(["membership.activated", "payment.created", "payment.succeeded"]);
  for (const received of bench.inbox.received) {
    const event = JSON.parse(received.body);
    expect(verify(SECRETS[0], received)).toEqual(event);
    expect(event).toMatchObject({
      id: received.headers["webhook-id"],
      api_version: "v1",
      company_id: companyId,
    });
    expect(() => verify(SECRETS[1], received)).toThrow();
  }
  const paid = bench.inbox.events().find((event) => event.type === "payment.succeeded");
  expect(paid?.data).toMatchObject({
    id: bought.paymentId,
    company: { id: companyId },
    membership: { id: bought.membershipId },
    metadata: { rl: "link" },
    total: 29,
  });
});

it("the flat shape names the account, carries ids and leaves the configuration off memberships", async () => {
  await settings({ payloadShape: "flat" });
  const bought = await purchase();
  await bench.settle();
  for (const event of bench.inbox.events())
    expect(event).toMatchObject({ account_id: companyId, api_version_date: "2026-09-02-1" });
  const byType = Object.fromEntries(bench.inbox.events().map((event) => [event.type, event.data]));
  expect(byType["payment.succeeded"]).toMatchObject({
    membership_id: bought.membershipId,
    total: { amount: "29.00" },
  });
  expect(byType["membership.activated"]).toMatchObject({ metadata: { rl: "link" } });
  expect(byType["membership.activated"]).not.toHaveProperty("checkout_configuration_id");
});

it("mixed settings send both shapes", async () => {
  await settings({ payloadShape: "mixed" });
  await purchase();
  await bench.settle();
  const named = bench.inbox.events().map((event) => ("account_id" in event ? "flat" : "nested"));
  expect(new Set(named)).toEqual(new Set(["flat", "nested"]));
});

it("declines, trials, renewals, refunds, disputes and endings each send their own events", async () => {
  const expectEvents = async (expected: string[]) => {
    await bench.settle();
    expect(types()).toEqual([...expected].sort());
    bench.inbox.received.length = 0;
  };
  await purchase("declined");
  await expectEvents(["payment.created", "payment.failed"]);
  const trial = await purchase("trial");
  expect(await bench.whop.memberships.retrieve(String(trial.membershipId))).toMatchObject({
    status: "trialing",
  });
  await bodyOf(`/sandbox/memberships/${trial.membershipId}/trial-ending`);
  await expectEvents([
    "membership.activated",
    "membership.trial_ending_soon",
    "payment.created",
    "payment.succeeded",
  ]);
  await bodyOf(`/sandbox/payments/${trial.paymentId}/renew`);
  await expectEvents(["membership.activated", "payment.created", "payment.succeeded"]);
  const { paymentId, membershipId } = await purchase();
  await bodyOf(`/sandbox/payments/${paymentId}/refund`, { partial: true });
  await bodyOf(`/sandbox/payments/${paymentId}/dispute`, { outcome: "open" });
  await bodyOf(`/sandbox/payments/${paymentId}/dispute`, { outcome: "won" });
  await bodyOf(`/sandbox/memberships/${membershipId}/cancel`);
  await bodyOf(`/sandbox/memberships/${membershipId}/deactivate`);
  await expectEvents([
    "dispute.created",
    "dispute.updated",
    "membership.activated",
    "membership.cancel_at_period_end_changed",
    "membership.deactivated",
    "payment.created",
    "payment.succeeded",
    "refund.created",
    "refund.updated",
  ]);
});

it("a refund is pending when it is created and settled when it is updated", async () => {
  const { paymentId } = await purchase();
  await bench.settle();
  bench.inbox.received.length = 0;
  const refund = await bodyOf(`/sandbox/payments/${paymentId}/refund`, { status: "pending" });
  await bench.settle();
  expect(bench.inbox.events()).toMatchObject([{ type: "refund.created", data: { status: "pending" } }]);
  await bodyOf(`/sandbox/refunds/${refund.refundId}/settle`);
  await bench.settle();
  expect(bench.inbox.events()[1]).toMatchObject({
    type: "refund.updated",
    data: { status: "succeeded", payment: { id: paymentId, metadata: { rl: "link" } } },
    previous_attributes: { status: "pending" },
  });
});

it("what is not answered with 2xx is sent again under the same id, and redirects are not followed", async () => {
  await settings({ delivery: { retryScale: 0.001 } });
  let seen = 0;
  bench.inbox.answer = () =>
    ++seen === 1 ? { status: 302, headers: { location: "/elsewhere" } } : { status: seen === 2 ? 500 : 200 };
  const { id } = await bodyOf("/sandbox/webhooks", {
    type: "payment.pending",
    data: {},
    companyId,
    retries: true,
  });
  await expect.poll(() => bench.inbox.received.length, { timeout: 4_000 }).toBe(3);
  expect(new Set(bench.inbox.received.map((entry) => entry.headers["webhook-id"]))).toEqual(new Set([id]));
  const log = await bench.control("GET", `/sandbox/deliveries?id=${id}`);
  expect(log.body.data).toMatchObject([
    { status: "delivered", attempts: [{ status: 302 }, { status: 500 }, { status: 200 }] },
  ]);
});

it("events are doubled, dropped, held back, let go and sent again as the settings say", async () => {
  await settings({ delivery: { duplicates: 2, drop: ["payment.created"] } });
  await purchase();
  await bench.settle();
  expect(types()).toEqual([
    ...Array<string>(3).fill("membership.activated"),
    ...Array<string>(3).fill("payment.succeeded"),
  ]);
  expect(new Set(bench.inbox.received.map((entry) => entry.headers["webhook-id"])).size).toBe(2);
  bench.inbox.received.length = 0;
  await settings({ delivery: { mode: "paused", duplicates: 0, drop: [] } });
  await purchase();
  expect(bench.inbox.received).toHaveLength(0);
  await settings({ delivery: { mode: "normal" } });
  await expect.poll(() => bench.inbox.received.length, { timeout: 30_000 }).toBe(3);
  const id = String(bench.inbox.received[0]?.headers["webhook-id"]);
  await bodyOf(`/sandbox/deliveries/${id}/resend`);
  await expect.poll(() => bench.inbox.received.length, { timeout: 30_000 }).toBe(4);
  expect(bench.inbox.received[3]?.headers["webhook-id"]).toBe(id);
});

it("forged, stale and unsigned messages fail verification, and both secrets sign while they rotate", async () => {
  for (const signature of ["forged", "stale", "future", "missing", "unknown_version"])
    await bodyOf("/sandbox/webhooks", { type: "payment.succeeded", data: {}, companyId, signature });
  await bench.settle();
  expect(bench.inbox.received).toHaveLength(5);
  for (const received of bench.inbox.received) expect(() => verify(SECRETS[0], received)).toThrow();
  bench.inbox.received.length = 0;
  await settings({ delivery: { rotateSecrets: true } });
  await bodyOf("/sandbox/webhooks", { type: "something.unheard_of", data: { a: 1 } });
  await bench.settle();
  const [received] = bench.inbox.received;
  expect(String(received?.headers["webhook-signature"]).split(" ")).toHaveLength(2);
  for (const secret of SECRETS)
    expect(verify(secret, received)).toMatchObject({ type: "something.unheard_of" });
});

it("no event is sent whose permission was taken back, and none of a company that uninstalled the app", async () => {
  await settings({ revokedPermissions: ["webhook_receive:payments"] });
  await purchase();
  await bench.settle();
  expect(types()).toEqual(["membership.activated"]);
  const neighbour = await bodyOf("/sandbox/companies", { title: "Next Door" });
  await bodyOf(`/sandbox/companies/${neighbour.companyId}/uninstall`);
  await expect(bench.whop.plans.list({ account_id: String(neighbour.companyId) })).rejects.toThrow(
    "not installed",
  );
});
