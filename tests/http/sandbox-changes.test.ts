import Whop from "@whop/sdk";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { all, type Bench, checkout, failure, newcomer, openBench } from "./sandbox-client.ts";

const { companyId, experienceId, planIds, productId, personas } = COMMUNITY;
const [maya] = personas.members;

let bench: Bench;
let whop: Whop;

beforeAll(async () => {
  bench = await openBench();
  whop = bench.whop;
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.control("POST", "/sandbox/reset");
});

it("a checkout copies the configuration's metadata and id to the membership and its first payment", async () => {
  const { body, status, configuration, userId } = await checkout(bench);
  expect(status).toBe(201);
  expect(configuration.purchase_url).toBe(
    `${bench.sandbox.origin}/checkout/${planIds.monthly}/?session=${configuration.id}`,
  );
  const payment = await whop.payments.retrieve(String(body.paymentId));
  const membership = await whop.memberships.retrieve(String(body.membershipId));
  for (const row of [payment, membership])
    expect(row).toMatchObject({
      metadata: { referly: "1", rl: "link" },
      checkout_configuration_id: configuration.id,
    });
  expect(payment).toMatchObject({ status: "paid", substatus: "succeeded", total: 29, user: { id: userId } });
  const renewed = await bench.control("POST", `/sandbox/payments/${payment.id}/renew`);
  const renewal = await whop.payments.retrieve(String(renewed.body.paymentId));
  expect(renewal).toMatchObject({
    billing_reason: "subscription_cycle",
    metadata: null,
    membership: { id: membership.id },
  });
});

it("a configuration is public to read, takes only https redirects and stops working when deleted", async () => {
  const { configuration } = await checkout(bench);
  const open = await fetch(`${bench.sandbox.origin}/api/v1/checkout_configurations/${configuration.id}`);
  expect(open.status).toBe(200);
  const refused = await failure(
    whop.checkoutConfigurations.create({ plan_id: planIds.monthly, redirect_url: "http://localhost/x" }),
  );
  expect(refused.status).toBe(422);
  await whop.checkoutConfigurations.delete(configuration.id);
  expect((await failure(whop.checkoutConfigurations.retrieve(configuration.id))).status).toBe(404);
  const page = await fetch(configuration.purchase_url ?? "");
  expect(page.status).toBe(404);
});

it("the same Idempotency-Key replays its answer, and another body under it is refused", async () => {
  const body = { plan_id: planIds.monthly, metadata: { rl: "a" }, "Idempotency-Key": "ref-a" };
  const first = await whop.checkoutConfigurations.create(body);
  const again = await whop.checkoutConfigurations.create(body).asResponse();
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(await again.json()).toMatchObject({ id: first.id });
  const other = await failure(whop.checkoutConfigurations.create({ ...body, metadata: { rl: "b" } }));
  expect(other).toBeInstanceOf(Whop.BadRequestError);
  expect(other.message).toContain("already used with a different request");
});

it("a refusal is replayed too, and a call still in flight answers 409", async () => {
  const headers = { headers: { "Idempotency-Key": "days-1" } };
  const [active] = await all(
    whop.memberships.list({ company_id: companyId, statuses: ["active"], first: 1 }),
  );
  const first = await failure(whop.memberships.addFreeDays(active?.id ?? "", { free_days: 0 }, headers));
  expect(first.status).toBe(422);
  const replay = await failure(whop.memberships.addFreeDays(active?.id ?? "", { free_days: 0 }, headers));
  expect(replay.headers?.get("idempotent-replayed")).toBe("true");
  await bench.control("PUT", "/sandbox/settings", { apiLatencyMs: 2_000 });
  const slow = { plan_id: planIds.monthly, "Idempotency-Key": "slow" };
  const running = whop.checkoutConfigurations.create(slow);
  const second = await failure(whop.checkoutConfigurations.create(slow));
  expect(second).toBeInstanceOf(Whop.ConflictError);
  expect((await running).id).toMatch(/^ch_/);
});

it("free days move the end of the period by exactly that many days, within Whop's bounds", async () => {
  const [active] = await all(
    whop.memberships.list({ company_id: companyId, statuses: ["active"], first: 1 }),
  );
  const before = Date.parse(active?.renewal_period_end ?? "");
  const after = await whop.memberships.addFreeDays(active?.id ?? "", { free_days: 7 });
  expect(Date.parse(after.renewal_period_end ?? "") - before).toBe(7 * 86_400_000);
  expect((await failure(whop.memberships.addFreeDays(active?.id ?? "", { free_days: 1_096 }))).status).toBe(
    422,
  );
  const [lifetime] = await all(
    whop.memberships.list({ company_id: companyId, statuses: ["completed"], first: 1 }),
  );
  expect((await failure(whop.memberships.addFreeDays(lifetime?.id ?? "", { free_days: 7 }))).status).toBe(
    400,
  );
});

it("a membership is cancelled at its end or at once, taken back, paused, resumed and given metadata", async () => {
  const { body } = await checkout(bench);
  const id = String(body.membershipId);
  expect((await whop.memberships.cancel(id)).cancel_at_period_end).toBe(true);
  expect((await whop.memberships.uncancel(id)).cancel_at_period_end).toBe(false);
  expect((await whop.memberships.pause(id)).payment_collection_paused).toBe(true);
  expect((await whop.memberships.resume(id)).payment_collection_paused).toBe(false);
  expect((await whop.memberships.update(id, { metadata: { a: 1 } })).metadata).toEqual({ a: 1 });
  expect((await whop.memberships.cancel(id, { cancellation_mode: "immediate" })).status).toBe("canceled");
  const level = await whop.users.checkAccess(experienceId, {
    id: String((await whop.memberships.retrieve(id)).user?.id),
  });
  expect(level.has_access).toBe(false);
});

it("refunds and disputes are read from the API in the order in which they happened", async () => {
  const { body } = await checkout(bench);
  const paymentId = String(body.paymentId);
  await bench.control("POST", `/sandbox/payments/${paymentId}/refund`, { amount: "9.00" });
  expect(await whop.payments.retrieve(paymentId)).toMatchObject({
    substatus: "partially_refunded",
    refunded_amount: 9,
  });
  await whop.payments.refund(paymentId, {});
  expect(await whop.payments.retrieve(paymentId)).toMatchObject({
    substatus: "refunded",
    refunded_amount: 29,
  });
  expect((await failure(whop.payments.refund(paymentId, {}))).status).toBe(400);
  const refunds = await all(whop.refunds.list({ payment_id: paymentId }));
  expect(refunds.map((row) => row.amount).sort()).toEqual([20, 9].sort());
  expect((await whop.refunds.retrieve(refunds[0]?.id ?? "")).payment?.metadata).toMatchObject({ rl: "link" });
  const second = await checkout(bench);
  await bench.control("POST", `/sandbox/payments/${second.body.paymentId}/dispute`, { outcome: "inquiry" });
  const [dispute] = await all(whop.disputes.list({ company_id: companyId }));
  expect(dispute).toMatchObject({ status: "warning_needs_response", payment: { id: second.body.paymentId } });
  await bench.control("POST", `/sandbox/payments/${second.body.paymentId}/dispute`, { outcome: "lost" });
  expect((await whop.disputes.retrieve(dispute?.id ?? "")).payment?.user?.id).toBe(second.userId);
});

it("a promo code is made once, found, used within its rules and archived", async () => {
  const code = {
    company_id: companyId,
    code: "THANKS-3",
    amount_off: 50,
    base_currency: "usd",
    promo_type: "percentage",
    promo_duration_months: 1,
    new_users_only: false,
    one_per_customer: true,
    stock: 1,
    unlimited_stock: false,
  } as const;
  const promo = await whop.promoCodes.create(code);
  expect(promo).toMatchObject({
    code: "THANKS-3",
    amount_off: 50,
    status: "active",
    stock: 1,
    uses: 0,
    duration: "once",
  });
  const taken = await failure(whop.promoCodes.create(code));
  expect(taken).toBeInstanceOf(Whop.UnprocessableEntityError);
  expect(taken.message).toContain("already been taken");
  expect(
    (await all(whop.promoCodes.list({ company_id: companyId, status: "active" }))).map((row) => row.id),
  ).toEqual([promo.id]);
  const bought = await checkout(bench, { promoCode: "thanks-3" });
  expect(await whop.payments.retrieve(String(bought.body.paymentId))).toMatchObject({
    total: 14.5,
    promo_code: { id: promo.id },
  });
  expect((await checkout(bench, { promoCode: "THANKS-3" })).status).toBe(400);
  expect(await whop.promoCodes.delete(promo.id)).toBe(true);
  expect((await whop.promoCodes.retrieve(promo.id)).status).toBe("archived");
});

it("a free hidden plan with one seat opens a product to exactly one person", async () => {
  const plan = await whop.plans.create({
    account_id: companyId,
    product_id: productId,
    plan_type: "one_time",
    initial_price: 0,
    visibility: "hidden",
    stock: 1,
    unlimited_stock: false,
    metadata: { referly: "1", rr: "redemption" },
    "Idempotency-Key": "unlock-1",
  });
  const userId = await newcomer(bench, "Winner One");
  const claim = { purchaseUrl: plan.purchase_url, outcome: "free" };
  const claimed = await bench.control("POST", "/sandbox/checkout", { ...claim, userId });
  const membership = await whop.memberships.retrieve(String(claimed.body.membershipId));
  expect(membership.plan).toEqual({ id: plan.id, metadata: { referly: "1", rr: "redemption" } });
  expect((await whop.users.checkAccess(productId, { id: userId })).has_access).toBe(true);
  const late = await bench.control("POST", "/sandbox/checkout", {
    ...claim,
    userId: await newcomer(bench, "Too Late"),
  });
  expect(late.status).toBe(400);
});

it("transfers, notifications, webhooks, team and affiliates answer as the SDK expects", async () => {
  const transfer = { amount: 5, origin_id: companyId, destination_id: maya, idempotence_key: "t-1" };
  const sent = await whop.transfers.create(transfer);
  expect(await whop.transfers.create(transfer)).toMatchObject({ id: "id" in sent ? sent.id : "" });
  expect(await all(whop.transfers.list({ origin_id: companyId }))).toHaveLength(1);
  expect(
    (await failure(whop.transfers.create({ ...transfer, idempotence_key: "t-2", amount: 9e6 }))).status,
  ).toBe(400);
  const note = {
    experience_id: experienceId,
    title: "Earned",
    content: "A reward is yours",
    user_ids: [maya],
  };
  expect(await whop.notifications.create(note)).toEqual({ success: true });
  const hook = await whop.webhooks.create({
    url: "http://localhost:9/hook",
    resource_id: companyId,
    enabled: false,
  });
  expect(hook.webhook_secret).toMatch(/^ws_[0-9a-f]{64}$/);
  expect((await whop.webhooks.update(hook.id, { enabled: true })).enabled).toBe(true);
  expect(await whop.webhooks.delete(hook.id)).toBe(true);
  const team = await all(whop.authorizedUsers.list({ company_id: companyId }));
  expect(team.map((row) => row.role).sort()).toEqual(["moderator", "owner"]);
  const affiliate = await whop.affiliates.create({ company_id: companyId, user_identifier: "mayachen" });
  expect((await whop.affiliates.create({ company_id: companyId, user_identifier: maya })).id).toBe(
    affiliate.id,
  );
  const effects = await bench.control("GET", "/sandbox/effects?kind=notification.created");
  expect(effects.body.data).toMatchObject([{ object: { title: "Earned", userIds: [maya] } }]);
});

it("what the app signs for its seeded links reaches everything bought through them, and survives a reset", async () => {
  const [seeded] = await all(whop.checkoutConfigurations.list({ account_id: companyId }));
  const signed = { referly: "1", rl: "row", rs: "signature" };
  await bench.control("PUT", "/sandbox/checkout_configurations/metadata", { [seeded?.id ?? ""]: signed });
  await bench.control("POST", "/sandbox/reset");
  const configurations = await all(whop.checkoutConfigurations.list({ account_id: companyId }));
  expect(configurations.find((row) => row.id === seeded?.id)?.metadata).toEqual(signed);
  const memberships = await all(whop.memberships.list({ company_id: companyId, first: 100 }));
  const brought = memberships.filter((row) => row.checkout_configuration_id === seeded?.id);
  for (const row of brought) expect(row.metadata).toEqual(signed);
});
