export { countedEvent } from "./allot.ts";
export { type Outside, outsides } from "./audience.ts";
export { audienceOf, participantsOf } from "./audience-of.ts";
export { CreateFromTemplateInput, createFromTemplate } from "./create-from-template.ts";
export type { Forecast } from "./forecast.ts";
export { FreezeStandingInput, freezeStanding } from "./freeze-standing.ts";
export { type CampaignCard, cardOf, getCampaignCards, type ShownPrize } from "./get-campaign-cards.ts";
export {
  type CampaignPage,
  getCampaignPage,
  type PublicPlace,
  type PublicWinner,
} from "./get-campaign-page.ts";
export { type CampaignDraw, GetCampaignDrawInput, getCampaignDraw } from "./get-draw.ts";
export {
  GetCampaignPointsInput,
  getCampaignPoints,
  type PointLinePage,
  type ShownPointLine,
} from "./get-points.ts";
export {
  type CampaignResult,
  GetCampaignResultInput,
  getCampaignResult,
  type PrizeWon,
} from "./get-result.ts";
export {
  GetStandingsInput,
  getCampaignStandings,
  type StandingRow,
  type Standings,
} from "./get-standings.ts";
export { type CampaignSums, getCampaignSums } from "./get-sums.ts";
export { getPointsTakenBack } from "./get-taken-back.ts";
export { GivePrizesInput, givePrizes } from "./give-prizes.ts";
export {
  type ListedParticipant,
  ListParticipantsInput,
  listParticipants,
  type ParticipantPage,
} from "./list-participants.ts";
export { type ListedTemplate, listCampaignTemplates } from "./list-templates.ts";
export {
  type Moment,
  moments,
  type PlayedFirstRun,
  PlayFirstRunInput,
  playFirstRun,
  type Standing,
} from "./play-first-run.ts";
export { PreviewCampaignInput, previewCampaign } from "./preview-campaign.ts";
export { ticketsHeld } from "./raffle.ts";
export { scoreAmong } from "./score-among.ts";
export { ScoreCampaignsInput, scoreCampaigns } from "./score-campaigns.ts";
export { Found } from "./winners.ts";
export { type LineReason, lineReasons, PointWorkings, type WorkingStep } from "./workings.ts";
