import Whop from "@whop/sdk";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { COMMUNITY } from "#db/seed/community.ts";
import { APP_ID, all, type Bench, checkout, failure, openBench } from "./sandbox-client.ts";

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

it("users, companies, experiences, products and plans are read as the SDK declares them", async () => {
  const user = await whop.users.retrieve(maya);
  expect(user).toMatchObject({ id: maya, username: "mayachen", name: "Maya Chen" });
  expect((await whop.users.retrieve("mayachen")).id).toBe(maya);
  expect((await whop.users.retrieve(personas.members[2])).username).toBeNull();
  const company = await whop.companies.retrieve(companyId);
  expect(company).toMatchObject({ route: "studio-north", owner_user: { id: personas.owner } });
  expect(company.member_count).toBeGreaterThan(40);
  const experience = await whop.experiences.retrieve(experienceId);
  expect(experience).toMatchObject({
    company: { id: companyId },
    products: [{ id: productId }],
    app: { id: APP_ID },
  });
  expect(await all(whop.experiences.list({ company_id: companyId, app_id: APP_ID }))).toHaveLength(1);
  expect(await all(whop.products.list({ account_id: companyId }))).toHaveLength(1);
  expect((await whop.products.retrieve(productId)).title).toBe("Studio North Membership");
  const plans = await all(whop.plans.list({ account_id: companyId, product_ids: [productId] }));
  expect(plans.map((plan) => plan.id).sort()).toEqual(Object.values(planIds).sort());
  expect(await whop.plans.retrieve(planIds.monthly)).toMatchObject({ renewal_price: 29, currency: "usd" });
});

it("the access check knows team, members and everybody else", async () => {
  const level = async (id: string, resource: string) =>
    (await whop.users.checkAccess(resource, { id })).access_level;
  expect(await level(personas.owner, companyId)).toBe("admin");
  expect(await level(personas.moderator, experienceId)).toBe("admin");
  expect(await level(maya, experienceId)).toBe("customer");
  expect(await level(maya, productId)).toBe("customer");
  expect(await level(personas.newcomer, experienceId)).toBe("no_access");
  const made = await bench.control("POST", "/sandbox/users", {
    name: "Old Hand",
    email: "o@post.example",
    experienceId,
  });
  expect(made.status).toBe(201);
  expect(await level(String(made.body.id), experienceId)).toBe("customer");
});

it("for await visits every membership once and ends on the last page", async () => {
  const rows = await all(whop.memberships.list({ company_id: companyId, first: 7 }));
  expect(rows).toHaveLength(60);
  expect(new Set(rows.map((row) => row.id)).size).toBe(60);
  const last = await whop.memberships.list({ company_id: companyId, first: 100 });
  expect(last.page_info.end_cursor).toBeNull();
});

it("list filters written with brackets select exactly the rows they name", async () => {
  const mine = await all(
    whop.memberships.list({ company_id: companyId, user_ids: [maya, personas.newcomer] }),
  );
  expect(mine.map((row) => row.user?.id)).toEqual([maya]);
  const none = await all(whop.memberships.list({ company_id: companyId, statuses: ["expired"] }));
  expect(none).toEqual([]);
  const { body, configuration } = await checkout(bench);
  const paid = await all(
    whop.payments.list({ company_id: companyId, checkout_configuration_ids: [configuration.id] }),
  );
  expect(paid.map((row) => row.id)).toEqual([body.paymentId]);
  const members = await all(whop.members.list({ company_id: companyId, query: "maya" }));
  expect(members).toMatchObject([{ user: { id: maya }, access_level: "customer", status: "joined" }]);
});

it("updated_after finds a payment again when a refund changes it", async () => {
  const before = new Date(Date.now() - 1_000).toISOString();
  const old = (await all(whop.payments.list({ company_id: companyId, updated_after: before }))).length;
  expect(old).toBe(0);
  const [payment] = await all(
    whop.payments.list({ company_id: companyId, product_ids: [productId], first: 50 }),
  );
  await bench.control("POST", `/sandbox/payments/${payment?.id ?? ""}/refund`, {});
  const changed = await all(whop.payments.list({ company_id: companyId, updated_after: before }));
  expect(changed.map((row) => row.id)).toContain(payment?.id);
});

it("a wrong key, a missing object and a missing parameter raise the SDK's own error classes", async () => {
  expect(await failure(bench.client({ apiKey: "wrong" }).users.retrieve(maya))).toBeInstanceOf(
    Whop.AuthenticationError,
  );
  expect(await failure(whop.memberships.retrieve("mem_none"))).toBeInstanceOf(Whop.NotFoundError);
  const missing = await failure(whop.get("/promo_codes"));
  expect(missing.error).toEqual({
    error: { type: "invalid_request_error", message: "Missing required parameter: company_id." },
  });
  expect((await failure(bench.client({ version: "1999-01-01" }).users.retrieve(maya))).status).toBe(400);
});

it("a permission that was taken back is named by the refusal", async () => {
  await bench.control("PUT", "/sandbox/settings", { revokedPermissions: ["promo_code:basic:read"] });
  const refused = await failure(whop.promoCodes.list({ company_id: companyId }));
  expect(refused).toBeInstanceOf(Whop.PermissionDeniedError);
  expect(refused.message).toContain("promo_code:basic:read");
  await bench.control("PUT", "/sandbox/settings", { revokedPermissions: ["member:email:read"] });
  expect((await failure(whop.memberships.list({ company_id: companyId }))).status).toBe(403);
});

it("the newer version of the API answers with flat ids and money objects", async () => {
  const { body } = await checkout(bench);
  const flat = bench.client({ version: "2026-09-02-1" });
  expect(await flat.get(`/payments/${body.paymentId}`)).toMatchObject({
    account_id: companyId,
    membership_id: body.membershipId,
    total: { amount: "29.00", currency: "usd", decimals: 2 },
    metadata: { rl: "link" },
  });
  const membership = await flat.get(`/memberships/${body.membershipId}`);
  expect(membership).toMatchObject({
    user_id: expect.any(String),
    account: { id: companyId },
    metadata: { rl: "link" },
  });
  expect(membership).not.toHaveProperty("checkout_configuration_id");
  const plural = await failure(flat.get(`/payments?account_id=${companyId}&statuses[]=paid`));
  expect(plural.status).toBe(400);
});

it("a minted token verifies against the key set, for the app, with an end", async () => {
  const made = await bench.control("POST", "/sandbox/tokens", { userId: maya, expiresInSeconds: 60 });
  const keys = createRemoteJWKSet(new URL(`${bench.sandbox.origin}/.well-known/jwks.json`));
  const { payload, protectedHeader } = await jwtVerify(String(made.body.token), keys, {
    issuer: "urn:whopcom:exp-proxy",
    audience: APP_ID,
    requiredClaims: ["exp", "sub"],
  });
  expect(payload.sub).toBe(maya);
  expect(protectedHeader.alg).toBe("ES256");
});
