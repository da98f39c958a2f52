import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, told } from "#app/_edge/wire.ts";
import {
  pointEvents,
  pointStatuses,
  prizeKinds,
  redemptionStatuses,
  rewardTypes,
  visibilities,
} from "#db/enums.ts";
import { CampaignTerms } from "#lib/campaigns/index.ts";
import {
  Found,
  GetCampaignDrawInput,
  GetCampaignPointsInput,
  GetCampaignResultInput,
  GetStandingsInput,
  getCampaignCards,
  getCampaignDraw,
  getCampaignPoints,
  getCampaignResult,
  getCampaignStandings,
  lineReasons,
  outsides,
  PointWorkings,
} from "#lib/standings/index.ts";
import { CampaignOutput } from "./campaigns.ts";

const Member = z.object({
  userId: id.nullable().meta({ description: "Null where it could tell who is behind an alias" }),
  name: z.string().nullable().meta({ description: "Null for a member who is hidden" }),
  avatarUrl: z.string().nullable(),
  visibility: z.enum(visibilities).meta({ description: "How other members see them" }),
});

const BoardRow = Member.extend({
  rank: z.int(),
  points: z.int(),
  pointsProvisional: z.int(),
  referrals: z.int(),
  isMe: z.boolean(),
});

const [Rank, Threshold, Raffle] = CampaignTerms.shape.prizes.unwrap().element.options;
const named = { rewardName: z.string(), rewardType: z.enum(rewardTypes).nullable() };

const Card = z.object({
  campaign: CampaignOutput,
  prizes: z.array(
    z.discriminatedUnion("kind", [Rank.extend(named), Threshold.extend(named), Raffle.extend(named)]),
  ),
  isForMe: z.boolean(),
  outside: z.enum(outsides).nullable().meta({ description: "What keeps it from being for the member" }),
  rankedMembers: z.int(),
  mine: z.object({
    points: z.int(),
    pointsProvisional: z.int(),
    referrals: z.int(),
    referralsProvisional: z.int().meta({
      description: "That wait to count: that paid, or became active or joined where that is what counts",
    }),
    rank: z.int().nullable(),
    nextPoints: z.int().nullable().meta({ description: "Of the next who is ahead" }),
    won: z.array(z.int()).meta({ description: "Places in the campaign's list of prizes, from 0" }),
  }),
});

const PointLine = z.object({
  id,
  event: z.enum(pointEvents),
  step: z.int().meta({ description: "Which step of a bonus; 0 for the others" }),
  occurredAt: instant,
  countsAt: instant,
  points: z.int().meta({ description: "What it is worth if it counts" }),
  status: z.enum(pointStatuses),
  reason: z.enum(lineReasons).nullable(),
  steps: PointWorkings.shape.steps,
  version: z.int(),
  person: z.object({ name: z.string(), avatarUrl: z.string().nullable(), referralId: id }).nullable(),
});

const PrizeWon = z.object({
  id,
  prize: z.int().meta({ description: "The place of the prize in the campaign's list, from 0" }),
  kind: z.enum(prizeKinds),
  winner: Member,
  isMe: z.boolean(),
  rewardName: z.string(),
  found: Found,
  wonAt: instant,
  redemption: z
    .object({ id, status: z.enum(redemptionStatuses), reason: told.nullable() })
    .nullable()
    .meta({ description: "Null while it is on its way to be given; to members only of their own" }),
});

const place = z.int().meta({ description: "In the frozen standing" });
const Draw = z.object({
  seedHash: z.string().meta({ description: "SHA-256 of the seed, shown from the beginning" }),
  seed: z.string().nullable().meta({ description: "Null until the standing is frozen" }),
  raffles: z.array(
    z.object({
      prize: z.int(),
      winners: z.int(),
      tickets: z.array(z.object({ place, name: z.string().nullable(), first: z.int(), last: z.int() })),
      draws: z.array(
        z.object({ place, name: z.string().nullable(), draw: z.int(), ticket: z.int(), tickets: z.int() }),
      ),
    }),
  ),
});

export const standingRoutes = [
  route({
    method: "GET",
    path: "/api/v1/campaign-cards",
    summary: "What runs, what comes and what has just ended, and where the member stands",
    access: "member",
    input: z.strictObject({}),
    output: z.object({ cards: z.array(Card) }),
    run: async (ctx) => ({ cards: await getCampaignCards(ctx) }),
  }),
  route({
    method: "GET",
    path: "/api/v1/campaigns/{id}/standings",
    summary: "The board of a campaign, and the caller's neighbours",
    access: "either",
    input: GetStandingsInput,
    output: z.object({
      isVisible: z.boolean(),
      isFrozen: z.boolean(),
      rankedMembers: z.int(),
      top: z.array(BoardRow),
      around: z.array(BoardRow),
    }),
    run: getCampaignStandings,
  }),
  route({
    method: "GET",
    path: "/api/v1/campaigns/{id}/points",
    summary: "A member's points line by line, also what is worth nothing and why",
    access: "either",
    input: GetCampaignPointsInput,
    output: z.object({ lines: z.array(PointLine), nextCursor: id.nullable() }),
    run: getCampaignPoints,
  }),
  route({
    method: "GET",
    path: "/api/v1/campaigns/{id}/result",
    summary: "Who won what, once the standing is frozen",
    access: "either",
    input: GetCampaignResultInput,
    output: z.object({ campaign: CampaignOutput, prizes: z.array(PrizeWon) }),
    run: getCampaignResult,
  }),
  route({
    method: "GET",
    path: "/api/v1/campaigns/{id}/draw",
    summary:
      "All it takes to draw a raffle again: draw n of prize p is the SHA-256 of seed:p:n as a number; its remainder by the tickets left, plus one, is the ticket's place among them; then the winner's tickets are taken out",
    access: "either",
    input: GetCampaignDrawInput,
    output: Draw,
    run: getCampaignDraw,
  }),
];
