import type { Call } from "./api-calls.ts";

/** An id that nothing has. */
export const nobody = "019a0000-0000-7000-8000-000000000000";

const campaign = {
  name: "A week",
  startDate: "2099-03-01T00:00:00Z",
  endDate: "2099-03-08T00:00:00Z",
  terms: { rules: { counts: ["paid"], points: { paid: 10 } } },
};

/** Who may call what belongs to the game: as in the list of all calls, which has these among them. */
export const gameCalls: Record<string, Call> = {
  "GET /api/v1/badges": { access: "member", status: 200 },
  "GET /api/v1/badges/all": { access: "owner", status: 200 },
  "POST /api/v1/badges": {
    access: "owner",
    status: 201,
    body: { name: "Ten", rule: { kind: "referrals", atLeast: 10 } },
  },
  "PATCH /api/v1/badges/{id}": {
    access: "owner",
    status: 200,
    id: "badgeKey",
    body: { isActive: false },
  },
  "GET /api/v1/claims": { access: "either", status: 200 },
  "GET /api/v1/claims/candidates": { access: "member", status: 200, body: { search: "Kai" } },
  "POST /api/v1/claims": {
    access: "member",
    status: 404,
    body: { userId: nobody, words: "I told them at lunch.", toldOn: "2026-01-01" },
  },
  "POST /api/v1/claims/approve": { access: "owner", status: 200, body: { ids: [nobody] } },
  "POST /api/v1/claims/reject": { access: "owner", status: 200, body: { ids: [nobody], reason: "A joke" } },
  // Decided already: nobody changes it any more, and nobody takes back what is another's.
  "POST /api/v1/claims/{id}/withdraw": { access: "member", status: 409, asTeam: 404, id: "claimId" },
  "POST /api/v1/claims/{id}/approve": { access: "owner", status: 409, id: "claimId" },
  "POST /api/v1/claims/{id}/reject": {
    access: "owner",
    status: 409,
    id: "claimId",
    body: { reason: "A joke" },
  },
  "POST /api/v1/claims/{id}/revoke": {
    access: "owner",
    status: 409,
    id: "claimId",
    body: { reason: "A joke" },
  },
  "GET /api/v1/trust": { access: "either", status: 200 },
  "GET /api/v1/vouches": { access: "either", status: 200 },
  "GET /api/v1/vouches/candidates": { access: "member", status: 200, body: { search: "Kai" } },
  // The team has a vouch of its own.
  "POST /api/v1/vouches": {
    access: "member",
    status: 404,
    asTeam: 403,
    body: { userId: nobody, kind: "primary" },
  },
  "POST /api/v1/members/{id}/vouch": { access: "owner", status: 201, id: "userId" },
  "POST /api/v1/vouches/{id}/withdraw": { access: "either", status: 404, id: "referralId" },
  "GET /api/v1/settings/vouches": { access: "owner", status: 200 },
  "PATCH /api/v1/settings/vouches": { access: "owner", status: 200, body: { cooldownDays: 3 } },
  "GET /api/v1/campaigns": { access: "either", status: 200 },
  "POST /api/v1/campaigns": { access: "owner", status: 201, body: campaign },
  "POST /api/v1/campaigns/preview": { access: "owner", status: 200, body: { terms: campaign.terms } },
  "GET /api/v1/campaign-templates": { access: "owner", status: 200 },
  "POST /api/v1/campaign-templates/use": {
    access: "owner",
    status: 201,
    body: { template: "raffle_for_all", name: "A raffle", rewardNames: ["Three months"] },
  },
  "GET /api/v1/campaigns/{id}": { access: "either", status: 200, id: "campaignId" },
  "PATCH /api/v1/campaigns/{id}": { access: "owner", status: 200, id: "campaignId", body: { name: "May" } },
  // Announced, and not begun: it can only be changed, put away or done again.
  "POST /api/v1/campaigns/{id}/schedule": { access: "owner", status: 409, id: "campaignId" },
  "POST /api/v1/campaigns/{id}/pause": { access: "owner", status: 409, id: "campaignId" },
  "POST /api/v1/campaigns/{id}/resume": { access: "owner", status: 409, id: "campaignId" },
  "POST /api/v1/campaigns/{id}/end": { access: "owner", status: 409, id: "campaignId" },
  "POST /api/v1/campaigns/{id}/page": {
    access: "owner",
    status: 200,
    id: "campaignId",
    body: { isPublic: true },
  },
  "POST /api/v1/campaigns/{id}/archive": { access: "owner", status: 200, id: "campaignId" },
  "POST /api/v1/campaigns/{id}/duplicate": {
    access: "owner",
    status: 201,
    id: "campaignId",
    body: { startDate: "2099-01-01T00:00:00Z" },
  },
  "GET /api/v1/campaign-cards": { access: "member", status: 200 },
  "GET /api/v1/campaigns/{id}/standings": { access: "either", status: 200, id: "campaignId" },
  "GET /api/v1/campaigns/{id}/points": { access: "either", status: 200, id: "campaignId" },
  "GET /api/v1/campaigns/{id}/result": { access: "either", status: 200, id: "campaignId" },
  "GET /api/v1/campaigns/{id}/draw": { access: "either", status: 200, id: "campaignId" },
};
