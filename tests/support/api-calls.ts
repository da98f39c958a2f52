import type { Access, AnyRoute } from "#app/_edge/declare.ts";
import type { Answer, TestApi } from "./api.ts";
import type { CommunityThings } from "./api-things.ts";

/** A call that whoever may make it makes with success; `of` fills in ids of a member or a community. */
export type Call = {
  access: Access;
  status: number;
  id?: keyof CommunityThings["member"] | "rewardId" | "caseId" | "jobId";
  body?: object;
};

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
  "GET /api/v1/rewards": { access: "either", status: 200 },
  "POST /api/v1/rewards": { access: "owner", status: 201, body: reward },
  "PATCH /api/v1/rewards/{id}": { access: "owner", status: 200, id: "rewardId", body: { name: "A call" } },
  "POST /api/v1/rewards/{id}/archive": { access: "owner", status: 200, id: "rewardId" },
  "GET /api/v1/redemptions": { access: "either", status: 200 },
  // Approved and waiting to be handed over: a person may reject it or hand it over, whichever comes first.
  "POST /api/v1/redemptions/{id}/claim": { access: "member", status: 409, id: "redemptionId" },
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
  "GET /api/v1/settings": { access: "owner", status: 200 },
  "PATCH /api/v1/settings": { access: "owner", status: 200, body: { holdDays: 3 } },
  "PATCH /api/v1/settings/rules": { access: "owner", status: 200, body: { touch: "first" } },
  "GET /api/v1/plans": { access: "owner", status: 200 },
  "GET /api/v1/activity": { access: "owner", status: 200 },
  "GET /api/v1/health": { access: "owner", status: 200 },
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
};

/** Calls a route as somebody, in a scope, about the things of somebody. */
export async function makeCall(api: TestApi, route: AnyRoute, caller: Caller): Promise<Answer> {
  const { token, scope, whose, member = whose.member, more = {} } = caller;
  const { id, body } = listed[nameOf(route)] ?? { access: "public", status: 0 };
  const value: unknown = id === undefined ? undefined : Reflect.get({ ...whose, ...member }, id);
  const path = route.path.replace("{id}", String(value));
  const inBody = id !== undefined && !route.path.includes("{id}") ? { id: value } : {};
  if (route.method === "GET") {
    const query = Object.entries({ ...scope, ...more }).map(([name, given]) => [name, String(given)]);
    return api.call("GET", path, { token, query: Object.fromEntries(query) });
  }
  return api.call(route.method, path, { token, body: { ...body, ...inBody, ...scope, ...more } });
}
