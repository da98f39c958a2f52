import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, told } from "#app/_edge/wire.ts";
import { formatFor } from "#app/_ui/i18n/format.ts";
import { showOf } from "#app/_ui/i18n/money-words.ts";
import { campaignLimits, campaignStatuses } from "#db/enums.ts";
import {
  ArchiveCampaignInput,
  archiveCampaign,
  type Campaign,
  CampaignTerms,
  CreateCampaignInput,
  createCampaign,
  DuplicateCampaignInput,
  duplicateCampaign,
  EndCampaignInput,
  endCampaign,
  GetCampaignInput,
  getCampaign,
  ListCampaignsInput,
  listCampaigns,
  PauseCampaignInput,
  pauseCampaign,
  ResumeCampaignInput,
  resumeCampaign,
  ScheduleCampaignInput,
  SetCampaignPageInput,
  scheduleCampaign,
  setCampaignPage,
  templateIds,
  UpdateCampaignInput,
  updateCampaign,
} from "#lib/campaigns/index.ts";
import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { wordsOf } from "#lib/core/said.ts";
import {
  CreateFromTemplateInput,
  createFromTemplate,
  listCampaignTemplates,
  PreviewCampaignInput,
  previewCampaign,
} from "#lib/standings/index.ts";

export const CampaignOutput = z.object({
  id,
  name: z.string(),
  description: z.string().nullable(),
  status: z.enum(campaignStatuses),
  startDate: instant,
  endDate: instant,
  settlesAt: instant.meta({ description: "When the standing is frozen and prizes are given" }),
  timeZone: z.string(),
  pausedAt: instant.nullable(),
  template: z.string().nullable(),
  version: z.int().meta({ description: "Of the terms; 0 while it is a draft" }),
  terms: CampaignTerms,
  budget: z
    .object({ currency: z.string(), amount: z.string(), used: z.string() })
    .nullable()
    .meta({ description: "With what is set aside for prizes; members never see it" }),
  totalReferrals: z.int(),
  exhausted: z.object({ at: instant, by: z.enum(campaignLimits) }).nullable(),
  raffleSeedHash: z.string().meta({ description: "SHA-256 of the seed that raffles are drawn with" }),
  raffleSeed: z.string().nullable().meta({ description: "Null until the standing is frozen" }),
  frozenAt: instant.nullable(),
  archivedAt: instant.nullable(),
  isPublic: z.boolean().meta({ description: "Whether everybody may see it, on a page of its own" }),
  pagePath: z.string().nullable().meta({ description: "Where that page is, below /c/" }),
  createdAt: instant,
});

const Expected = z.object({ average: z.number(), most: z.number() });
const Forecast = z.object({
  since: instant,
  rehearsals: z.int().meta({ description: "Stretches of the last 90 days it was played on" }),
  isExtrapolated: z.boolean(),
  members: Expected,
  referrals: Expected,
  points: Expected,
  prizes: z.array(Expected).meta({ description: "Winners of each prize" }),
  costs: z.array(
    z.object({
      currency: z.string(),
      points: z.string(),
      prizes: z.string(),
      expected: z.string(),
      most: z.string(),
      worst: z.string().nullable().meta({ description: "Null where nothing bounds it" }),
    }),
  ),
  warnings: z.array(told),
});

const Cost = z.object({ currency: z.string(), amount: z.string() }).nullable();

/** What the team does with a campaign as a whole. */
function action<I extends z.ZodObject>(
  name: string,
  summary: string,
  input: I,
  run: (ctx: Ctx, input: z.output<I>) => Promise<Campaign>,
) {
  const path = `/api/v1/campaigns/{id}/${name}`;
  return route({ method: "POST", path, summary, access: "owner", input, output: CampaignOutput, run });
}

const Prize = CampaignTerms.shape.prizes.unwrap().element;
const [Rank, Threshold, Raffle] = Prize.options;
const idea = { freeDays: z.int(), cost: Cost };
const Template = z.object({
  id: z.enum(templateIds),
  days: z.int(),
  beginsOn: z.int().nullable(),
  startDate: instant,
  endDate: instant,
  timeZone: z.string(),
  terms: CampaignTerms.meta({ description: "Without prizes: these need rewards first" }),
  prizes: z.array(
    z.discriminatedUnion("kind", [
      Rank.omit({ rewardId: true }).extend(idea),
      Threshold.omit({ rewardId: true }).extend(idea),
      Raffle.omit({ rewardId: true }).extend(idea),
    ]),
  ),
  rewards: z.array(z.object({ ...idea, side: z.enum(["referrer", "referee", "both"]), count: z.int() })),
  forecast: Forecast,
});

export const campaignRoutes = [
  route({
    method: "GET",
    path: "/api/v1/campaigns",
    summary: "Campaigns, the latest to begin first; members see those that were announced",
    access: "either",
    input: ListCampaignsInput,
    output: z.object({ campaigns: z.array(CampaignOutput), nextCursor: id.nullable() }),
    run: listCampaigns,
  }),
  route({
    method: "POST",
    path: "/api/v1/campaigns",
    summary: "Draft a campaign; nothing counts before it is scheduled",
    access: "owner",
    input: CreateCampaignInput,
    output: CampaignOutput,
    status: 201,
    run: createCampaign,
  }),
  route({
    method: "POST",
    path: "/api/v1/campaigns/preview",
    summary: "What a campaign would bring and cost, from the last 90 days of this community",
    access: "owner",
    input: PreviewCampaignInput,
    output: Forecast.extend({
      warnings: z.array(z.string()).meta({ description: "In the reader's language" }),
    }),
    run: async (ctx, input, language) => {
      const { warnings, ...forecast } = await previewCampaign(ctx, input);
      const zone = input.timeZone ?? (await getSettings(ctx)).timeZone;
      const show = showOf(formatFor(language, zone, ctx.clock.now()));
      return { ...forecast, warnings: warnings.map((warning) => wordsOf(warning, language, show)) };
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/campaign-templates",
    summary: "Templates, each with its forecast for this community",
    access: "owner",
    input: z.strictObject({}),
    output: z.object({ templates: z.array(Template) }),
    run: async (ctx) => ({ templates: await listCampaignTemplates(ctx) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/campaign-templates/use",
    summary: "Draft a campaign from a template, with the rewards it needs",
    access: "owner",
    input: CreateFromTemplateInput,
    output: CampaignOutput,
    status: 201,
    run: createFromTemplate,
  }),
  route({
    method: "GET",
    path: "/api/v1/campaigns/{id}",
    summary: "A campaign with its newest terms",
    access: "either",
    input: GetCampaignInput,
    output: CampaignOutput,
    run: getCampaign,
  }),
  route({
    method: "PATCH",
    path: "/api/v1/campaigns/{id}",
    summary: "Change a campaign: a draft as it is, one that runs from now on",
    access: "owner",
    input: UpdateCampaignInput,
    output: z.object({
      campaign: CampaignOutput,
      changed: z.array(z.string()).meta({ description: "Fields that are other ones now" }),
      appliesFrom: instant.nullable().meta({ description: "From when on the new terms count" }),
    }),
    run: updateCampaign,
  }),
  action(
    "schedule",
    "Announce a draft; it begins at its start, or now",
    ScheduleCampaignInput,
    scheduleCampaign,
  ),
  action("pause", "What happens until it is resumed never counts", PauseCampaignInput, pauseCampaign),
  action("resume", "Go on after a pause", ResumeCampaignInput, resumeCampaign),
  action("end", "End it now; the settling begins", EndCampaignInput, endCampaign),
  action(
    "page",
    "Open its page to everybody, or close it; the address stays",
    SetCampaignPageInput,
    setCampaignPage,
  ),
  action("archive", "Put a draft, or one that is over, away", ArchiveCampaignInput, archiveCampaign),
  route({
    method: "POST",
    path: "/api/v1/campaigns/{id}/duplicate",
    summary: "A draft with the same terms for another time",
    access: "owner",
    input: DuplicateCampaignInput,
    output: CampaignOutput,
    status: 201,
    run: duplicateCampaign,
  }),
];
