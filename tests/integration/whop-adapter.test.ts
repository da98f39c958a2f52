import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { findFreePort } from "#lib/runtime/ports.ts";
import type { WhopPlatform, WhopTransfer } from "#lib/whop/index.ts";
import { WhopError } from "#lib/whop/index.ts";
import type { RunningSandbox } from "#tests/sandbox/server.ts";
import { addUser } from "#tests/sandbox/world/arrivals.ts";
import { topUp } from "#tests/support/payout-stage.ts";
import { adapterOn, openSandbox } from "#tests/support/whop-sandbox.ts";

let sandbox: RunningSandbox;
let settings: Awaited<ReturnType<typeof openSandbox>>["settings"];
let whop: WhopPlatform;
const companyId = "biz_adapter";

beforeAll(async () => {
  ({ sandbox, settings } = await openSandbox());
  const createdAt = sandbox.world.clock.iso();
  const owner = addUser(sandbox.world, { name: "Olga", email: "olga@inbox.test", username: "olga" });
  sandbox.world.companies.put({
    id: companyId,
    title: "Adapter",
    route: "adapter",
    description: "",
    ownerUserId: owner.id,
    verified: true,
    installed: true,
    createdAt,
  });
});
afterAll(async () => sandbox?.stop());
beforeEach(async () => {
  await settings({ faults: [], revokedPermissions: [], idempotencyKeys: "all" });
  // A circuit of its own for each test.
  whop = adapterOn(sandbox.origin);
});

const input = (code: string) => ({
  companyId,
  code,
  kind: "percentage" as const,
  amountOff: 20,
  currency: "USD",
  durationMonths: 1,
  stock: 1,
  newUsersOnly: false,
  idempotencyKey: `key-${code}`,
});

async function failureOf(call: Promise<unknown>): Promise<WhopError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof WhopError) return error;
  throw new Error("the call did not fail as a call to Whop fails");
}

it.each([
  ["timeout", "unknown"],
  ["applied_then_timeout", "unknown"],
  ["applied_then_500", "unknown"],
  ["500", "unknown"],
  ["reset", "unknown"],
  ["truncated", "unknown"],
  ["409", "conflict"],
  ["429", "rate_limited"],
  ["403", "permission_missing"],
] as const)("a call that changes something and ends in %s is %s, and is sent once", async (kind, meaning) => {
  await settings({ faults: [{ match: "POST /promo_codes", kind }] });
  const before = sandbox.world.requests.newestFirst().length;
  expect((await failureOf(whop.createPromoCode(input(`A${kind.replaceAll("_", "")}`)))).kind).toBe(meaning);
  const sent = sandbox.world.requests.newestFirst().length - before;
  // The sandbox writes a request down when it has answered it; a silent one is still open.
  expect(sent).toBeLessThanOrEqual(1);
});

it("a read is tried again when the first answer is lost", async () => {
  await settings({ faults: [{ match: "GET /companies/*", kind: "reset", times: 2 }] });
  expect(await whop.getCompany(companyId)).toMatchObject({ companyId, title: "Adapter", route: "adapter" });
});

it("a missing permission is named, and what it needs where Whop does not name it", async () => {
  await settings({ revokedPermissions: ["promo_code:create"] });
  const failure = await failureOf(whop.createPromoCode(input("NOPERMISSION")));
  expect(failure.permission).toBe("promo_code:create");
  expect(failure.message).toContain("promo_code:create");
  await settings({ revokedPermissions: [], faults: [{ match: "POST /promo_codes", kind: "403" }] });
  const unnamed = await failureOf(whop.createPromoCode(input("NOPERMISSION2")));
  expect(unnamed.permission).toBeNull();
  expect(unnamed.message).toContain("promo_code:create, access_pass:basic:read");
});

it("a 429 says how long to wait, and until then no such call leaves", async () => {
  await settings({ faults: [{ match: "POST /promo_codes", kind: "429", times: 1 }] });
  const failure = await failureOf(whop.createPromoCode(input("WAIT")));
  expect(failure.retryAfterMs).toBeGreaterThan(0);
  const made = await whop.createPromoCode(input("WAIT"));
  expect(made.code).toBe("WAIT");
});

it("a code that is taken is refused with Whop's reason, and can be found by its text", async () => {
  const made = await whop.createPromoCode(input("TAKEN"));
  const failure = await failureOf(whop.createPromoCode({ ...input("taken"), idempotencyKey: "another" }));
  expect(failure.kind).toBe("rejected");
  expect(failure.message).toContain("taken");
  expect(await whop.findPromoCode(companyId, "taken")).toEqual({ ...made, companyId });
  expect(await whop.findPromoCode(companyId, "FREE")).toBeNull();
});

it("a list is read to its end and no further", async () => {
  for (let index = 0; index < 130; index += 1) {
    const row = sandbox.world.promoCodes.all()[0];
    if (row) sandbox.world.promoCodes.put({ ...row, id: `promo_page${index}`, code: `PAGE${index}` });
  }
  expect((await whop.findPromoCode(companyId, "PAGE129"))?.code).toBe("PAGE129");
  expect((await whop.findPromoCode(companyId, "PAGE0"))?.code).toBe("PAGE0");
});

it("a Whop that cannot be reached at all was sent nothing", async () => {
  const nobody = adapterOn(`http://127.0.0.1:${await findFreePort()}`);
  expect((await failureOf(nobody.createPromoCode(input("NOBODY")))).kind).toBe("not_sent");
});

it("after five calls without an answer no call is made until one has been tried alone", async () => {
  await settings({ faults: [{ match: "POST /promo_codes", kind: "500" }] });
  for (let call = 0; call < 5; call += 1) await failureOf(whop.createPromoCode(input(`SILENT${call}`)));
  const failure = await failureOf(whop.createPromoCode(input("SILENT6")));
  expect(failure.kind).toBe("not_sent");
});

it("a transfer is made once for what it pays, in the currency's own decimals, and is listed with what it says of itself", async () => {
  const payee = addUser(sandbox.world, { name: "Pia", email: "pia@inbox.test", username: "pia" });
  topUp(sandbox, companyId, 10_000, "jpy");
  const transfer = {
    companyId,
    destinationUserId: payee.id,
    amountMinor: 1_900n,
    currency: "JPY",
    onceKey: "item-1",
    idempotencyKey: "call-1",
    metadata: { referly_item: "item-1" },
    notes: "Affiliate payout 1",
  };
  const made = await whop.createTransfer(transfer);
  expect(made).toMatchObject({ amountMinor: 1_900n, currency: "JPY", metadata: { referly_item: "item-1" } });
  // Another call for the same payment, as after a crash.
  expect(await whop.createTransfer({ ...transfer, idempotencyKey: "call-2" })).toEqual(made);
  const listed = async (createdAfter: Date) => {
    const found: WhopTransfer[] = [];
    for await (const one of whop.listTransfers({ companyId, createdAfter })) found.push(one);
    return found;
  };
  const createdAfter = new Date(sandbox.world.clock.now().getTime() - 60_000);
  expect(await listed(createdAfter)).toEqual([made]);
  const later = new Date(sandbox.world.clock.now().getTime() + 60_000);
  expect(await listed(later)).toEqual([]);
  const tooMuch = { ...transfer, onceKey: "item-2", idempotencyKey: "call-3", amountMinor: 99_999n };
  expect(await failureOf(whop.createTransfer(tooMuch))).toMatchObject({
    kind: "rejected",
    message: expect.stringContaining("Insufficient balance"),
  });
});
