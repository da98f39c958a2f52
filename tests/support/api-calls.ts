import type { Access, AnyRoute } from "#app/_edge/declare.ts";
import type { Answer, TestApi } from "./api.ts";
import { gameCalls, nobody } from "./api-game-calls.ts";
import type { CommunityThings } from "./api-things.ts";

/** A call that whoever may make it makes with success; `of` fills in ids of a member or a community. */
export type Call = {
  access: Access;
  status: number;
  /** Where the team, in its company, is answered otherwise. */
  asTeam?: number;
  id?: keyof CommunityThings["member"] | Exclude<keyof CommunityThings, "member" | "otherMember">;
  /** What the id is called in the body, where the path does not carry it. */
  field?: string;
  body?: object;
};

const terms = { rate: { kind: "percent", bps: 2_000 }, whopAffiliate: "ignore" };

const reward = {
  name: "Ten percent",
  threshold: 5,
  rewardType: "discount",
  rewardData: { kind: "percentage", amountOff: 10 },
};

/** Every address of the API and who may call it. One that is not here fails the suite. */
export const listed: Record<string, Call> = {
  "POST /api/referrals/create": { access: "member", status: 201 },
  "POST /api/v1/referrals/create": { access: "member", status: 201, body: { channel: "x" } },
  "GET /api/referrals/stats": { access: "member", status: 200 },
  "GET /api/v1/referrals/stats": { access: "member", status: 200 },
  "GET /api/v1/links": { access: "member", status: 200 },
  "PATCH /api/v1/links/{id}": { access: "member", status: 200, id: "linkId", body: { isActive: true } },
  "POST /api/v1/share-taps": { access: "member", status: 201, body: { channel: "copy" } },
  "GET /api/v1/leaderboard": { access: "either", status: 200 },
  ...gameCalls,
  "GET /api/v1/rewards": { access: "either", status: 200 },
  "POST /api/v1/rewards": { access: "owner", status: 201, body: reward },
  "PATCH /api/v1/rewards/{id}": { access: "owner", status: 200, id: "rewardId", body: { name: "A call" } },
  "POST /api/v1/rewards/{id}/archive": { access: "owner", status: 200, id: "rewardId" },
  // A reward that is handed over by a person: nothing for the shop, and no codes of its own.
  "POST /api/v1/rewards/{id}/codes": {
    access: "owner",
    status: 409,
    id: "rewardId",
    body: { codes: ["ABC"] },
  },
  "POST /api/v1/rewards/{id}/buy": {
    access: "member",
    status: 409,
    id: "rewardId",
    body: { purchaseId: nobody },
  },
  // The team's own list names nobody: there is no such member.
  "POST /api/v1/rewards/{id}/give": {
    access: "owner",
    status: 404,
    id: "rewardId",
    body: { giftId: nobody, userIds: [nobody] },
  },
  "GET /api/v1/shop": { access: "member", status: 200 },
  "GET /api/v1/redemptions": { access: "either", status: 200 },
  "POST /api/v1/redemptions/approve": { access: "owner", status: 200, body: { ids: [nobody] } },
  "POST /api/v1/redemptions/reject": {
    access: "owner",
    status: 200,
    body: { ids: [nobody], reason: "A joke" },
  },
  // Approved and waiting to be handed over: a person may reject it or hand it over, whichever comes first.
  // Nobody claims a reward for a member.
  "POST /api/v1/redemptions/{id}/claim": { access: "member", status: 409, asTeam: 404, id: "redemptionId" },
  "POST /api/v1/redemptions/{id}/approve": { access: "owner", status: 409, id: "redemptionId" },
  "POST /api/v1/redemptions/{id}/reject": {
    access: "owner",
    status: 200,
    id: "redemptionId",
    body: { reason: "A joke" },
  },
  "POST /api/v1/redemptions/{id}/mark-delivered": {
    access: "owner",
    status: 409,
    id: "redemptionId",
    body: { note: "Called." },
  },
  "POST /api/v1/deliveries/{id}/retry": { access: "owner", status: 409, id: "deliveryId" },
  "GET /api/v1/referrals": { access: "either", status: 200 },
  "GET /api/v1/referrals/{id}/trace": { access: "either", status: 200, id: "referralId" },
  "GET /api/v1/decisions": { access: "owner", status: 200 },
  "GET /api/v1/decisions/{id}/trace": { access: "owner", status: 404, id: "referralId" },
  "GET /api/v1/review/cases": { access: "owner", status: 200 },
  "POST /api/v1/review/cases/{id}/release": {
    access: "owner",
    status: 200,
    id: "caseId",
    body: { reason: "A friend" },
  },
  "POST /api/v1/review/cases/{id}/reject": {
    access: "owner",
    status: 409,
    id: "caseId",
    body: { reason: "A bot" },
  },
  "GET /api/v1/preferences": { access: "member", status: 200 },
  "PATCH /api/v1/preferences": { access: "member", status: 200, body: { quietFrom: 23 } },
  "GET /api/v1/notifications": { access: "owner", status: 200 },
  "GET /api/v1/affiliates": { access: "owner", status: 200 },
  "GET /api/v1/affiliate-totals": { access: "owner", status: 200 },
  "GET /api/v1/owed": { access: "owner", status: 200 },
  "GET /api/v1/members": { access: "owner", status: 200, body: { search: "a" } },
  "POST /api/v1/affiliates": { access: "owner", status: 201, id: "userId", field: "userId" },
  "GET /api/v1/affiliates/{id}": { access: "owner", status: 200, id: "affiliateId" },
  "POST /api/v1/affiliates/{id}/approve": { access: "owner", status: 409, id: "affiliateId" },
  "POST /api/v1/affiliates/{id}/decline": {
    access: "owner",
    status: 409,
    id: "affiliateId",
    body: { reason: "No reason" },
  },
  "POST /api/v1/affiliates/{id}/suspend": {
    access: "owner",
    status: 200,
    id: "affiliateId",
    body: { reason: "A pause" },
  },
  "POST /api/v1/affiliates/{id}/resume": { access: "owner", status: 200, id: "affiliateId" },
  "POST /api/v1/affiliates/{id}/change-plan": {
    access: "owner",
    status: 404,
    id: "affiliateId",
    body: { planId: nobody },
  },
  "GET /api/v1/affiliation": { access: "member", status: 200 },
  "POST /api/v1/affiliation/apply": {
    access: "member",
    status: 201,
    body: { application: "I know people." },
  },
  "POST /api/v1/settings/rules/preview": {
    access: "owner",
    status: 200,
    body: { activation: { activeDays: 14 } },
  },
  "GET /api/v1/commission-plans": { access: "owner", status: 200 },
  "POST /api/v1/commission-plans": { access: "owner", status: 201, body: { name: "Friends", terms } },
  "POST /api/v1/commission-plans/preview": { access: "owner", status: 200, body: { terms } },
  "PATCH /api/v1/commission-plans/{id}": {
    access: "owner",
    status: 200,
    id: "commissionPlanId",
    body: { name: "Good friends" },
  },
  "POST /api/v1/commission-plans/{id}/archive": { access: "owner", status: 200, id: "commissionPlanId" },
  "GET /api/v1/commissions": { access: "either", status: 200 },
  "GET /api/v1/commissions/{id}": { access: "either", status: 200, id: "commissionId" },
  "GET /api/v1/earnings": { access: "member", status: 200 },
  "GET /api/v1/earnings/statement": { access: "member", status: 200, body: { currency: "USD" } },
  "GET /api/v1/earnings/statement/csv": { access: "member", status: 200, body: { currency: "USD" } },
  "GET /api/v1/payouts": { access: "owner", status: 200 },
  // One is open, and that one is answered.
  "POST /api/v1/payouts": { access: "owner", status: 201 },
  "GET /api/v1/payouts/{id}": { access: "owner", status: 200, id: "payoutId" },
  "GET /api/v1/payouts/{id}/items": { access: "owner", status: 200, id: "payoutId" },
  // A draft at first, so there is nothing to pay from; then it is started, so it cannot be dropped.
  "GET /api/v1/payouts/{id}/csv": { access: "owner", status: 409, id: "payoutId" },
  "POST /api/v1/payouts/{id}/approve": { access: "owner", status: 200, id: "payoutId" },
  "POST /api/v1/payouts/{id}/start": { access: "owner", status: 200, id: "payoutId" },
  "POST /api/v1/payouts/{id}/cancel": { access: "owner", status: 409, id: "payoutId" },
  "POST /api/v1/payouts/{id}/mark-paid": {
    access: "owner",
    status: 409,
    id: "payoutId",
    body: { reference: "SEPA 1" },
  },
  "POST /api/v1/payouts/{id}/mark-failed": {
    access: "owner",
    status: 404,
    id: "payoutId",
    body: { reason: "Not there", itemIds: [nobody] },
  },
  "POST /api/v1/payout-items/{id}/set-included": {
    access: "owner",
    status: 409,
    id: "payoutItemId",
    body: { isIncluded: false },
  },
  "POST /api/v1/payout-items/{id}/retry": { access: "owner", status: 409, id: "payoutItemId" },
  "GET /api/v1/conversions": { access: "owner", status: 200 },
  "GET /api/v1/ledger": { access: "owner", status: 200 },
  "GET /api/v1/ledger/check": { access: "owner", status: 200 },
  "GET /api/v1/exports/referrals.csv": { access: "owner", status: 200 },
  "GET /api/v1/exports/conversions.csv": { access: "owner", status: 200 },
  "GET /api/v1/exports/commissions.csv": { access: "owner", status: 200 },
  "GET /api/v1/exports/payouts.csv": { access: "owner", status: 200 },
  "GET /api/v1/exports/ledger.csv": { access: "owner", status: 200 },
  "GET /api/v1/exports": { access: "owner", status: 200 },
  "POST /api/v1/exports": { access: "owner", status: 202, body: { kind: "ledger" } },
  "GET /api/v1/exports/{id}": { access: "owner", status: 200, id: "exportId" },
  "GET /api/v1/exports/{id}/file": { access: "owner", status: 200, id: "exportId" },
  // It has ended.
  "POST /api/v1/exports/{id}/cancel": { access: "owner", status: 409, id: "exportId" },
  "GET /api/v1/settings": { access: "owner", status: 200 },
  "PATCH /api/v1/settings": { access: "owner", status: 200, body: { holdDays: 3 } },
  "PATCH /api/v1/settings/rules": { access: "owner", status: 200, body: { touch: "first" } },
  "GET /api/v1/plans": { access: "owner", status: 200 },
  "GET /api/v1/products": { access: "owner", status: 200 },
  "PATCH /api/v1/products/{id}": {
    access: "owner",
    status: 200,
    id: "productId",
    body: { conversionType: "event_ticket" },
  },
  "GET /api/v1/activity": { access: "owner", status: 200 },
  "GET /api/v1/health/numbers": { access: "owner", status: 200 },
  "GET /api/v1/health": { access: "owner", status: 200 },
  "GET /api/v1/api-keys": { access: "owner", status: 200 },
  "POST /api/v1/api-keys": {
    access: "owner",
    status: 201,
    body: { name: "Reports", scopes: ["referrals:read"] },
  },
  "GET /api/v1/saved-views": { access: "owner", status: 200, body: { page: "referrals" } },
  "POST /api/v1/saved-views": {
    access: "owner",
    status: 201,
    body: { page: "referrals", name: "Waiting", query: { show: "waiting" } },
  },
  "PATCH /api/v1/saved-views/{id}": {
    access: "owner",
    status: 200,
    id: "savedViewId",
    body: { name: "Only points" },
  },
  "POST /api/v1/saved-views/{id}/archive": { access: "owner", status: 200, id: "savedViewId" },
  "POST /api/v1/api-keys/{id}/revoke": { access: "owner", status: 200, id: "apiKeyId" },
  "GET /api/v1/my-data/erasure": { access: "member", status: 200 },
  "GET /api/v1/members/{id}/erasure": { access: "owner", status: 200, id: "userId" },
  "GET /api/v1/my-data": { access: "member", status: 200 },
  // The member has a reward on its way to them.
  "POST /api/v1/my-data/erase": { access: "member", status: 409 },
  "GET /api/v1/members/{id}/data": { access: "owner", status: 200, id: "userId" },
  "POST /api/v1/members/{id}/erase": { access: "owner", status: 202, id: "userId" },
  "GET /api/v1/reconciliation": { access: "owner", status: 200 },
  "POST /api/v1/reconciliation/start": { access: "owner", status: 201 },
  "POST /api/v1/reconciliation/cancel": { access: "owner", status: 200 },
  "POST /api/v1/health/check": { access: "owner", status: 200 },
  "POST /api/v1/work/replay": { access: "owner", status: 200, id: "jobId", body: { kind: "job" } },
  "GET /api/health/live": { access: "public", status: 200 },
  "GET /api/health/ready": { access: "public", status: 200 },
  "GET /api/v1/openapi.json": { access: "public", status: 200 },
};

export const nameOf = ({ method, path }: Pick<AnyRoute, "method" | "path">) => `${method} ${path}`;

export type Caller = {
  token: string | null;
  scope: Record<string, string>;
  whose: CommunityThings;
  member?: CommunityThings["member"];
  /** Fields added to those of the listed call. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
};

/** What the team is answered in its company, or to a key of it. */
export function asTeam(route: AnyRoute): number | undefined {
  const call = listed[nameOf(route)];
  return call?.asTeam ?? call?.status;
}

/** Calls a route as somebody, in a scope, about the things of somebody. */
export async function makeCall(api: TestApi, route: AnyRoute, caller: Caller): Promise<Answer> {
  const { token, scope, whose, member = whose.member, more = {}, headers = {} } = caller;
  const { id, field = "id", body } = listed[nameOf(route)] ?? { access: "public", status: 0 };
  const value: unknown = id === undefined ? undefined : Reflect.get({ ...whose, ...member }, id);
  const path = route.path.replace("{id}", String(value));
  const inBody = id !== undefined && !route.path.includes("{id}") ? { [field]: value } : {};
  if (route.method === "GET") {
    const query = Object.entries({ ...body, ...scope, ...more }).map(([name, given]) => [
      name,
      String(given),
    ]);
    return api.call("GET", path, { token, headers, query: Object.fromEntries(query) });
  }
  return api.call(route.method, path, { token, headers, body: { ...body, ...inBody, ...scope, ...more } });
}
