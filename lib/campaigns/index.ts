export { AdvanceCampaignInput, advanceCampaign } from "./advance-campaign.ts";
export {
  type Campaign,
  type CampaignRow,
  type CampaignVersion,
  campaignOf,
  getCampaignRow,
  readCampaigns,
  readVersions,
} from "./campaign.ts";
export { campaignNews } from "./campaign-news.ts";
export { checkTerms, type PrizeReward } from "./check-terms.ts";
export { winnersOf } from "./contradictions.ts";
export { CreateCampaignInput, createCampaign } from "./create-campaign.ts";
export { type CreditTerms, readCreditTerms } from "./credit-terms.ts";
export { DuplicateCampaignInput, duplicateCampaign } from "./duplicate-campaign.ts";
export {
  type CampaignPage,
  campaignSeenBy,
  findOpenCampaign,
  GetCampaignInput,
  getCampaign,
  ListCampaignsInput,
  listCampaigns,
} from "./list-campaigns.ts";
export { ListVersionsInput, listCampaignVersions } from "./list-versions.ts";
export {
  ArchiveCampaignInput,
  archiveCampaign,
  EndCampaignInput,
  endCampaign,
  PauseCampaignInput,
  pauseCampaign,
  ResumeCampaignInput,
  resumeCampaign,
  ScheduleCampaignInput,
  scheduleCampaign,
} from "./move-campaign.ts";
export { pagePathOf, pageUrl } from "./page-address.ts";
export { SetCampaignPageInput, setCampaignPage } from "./set-page.ts";
export { type CampaignTemplate, campaignTemplates, datesFor, templateIds } from "./templates.ts";
export {
  CampaignTerms,
  isShared,
  type Multiplier,
  minorOf,
  type Prize,
  type ScoredEvent,
  type VersionTerms,
} from "./terms.ts";
export { type CampaignUpdate, UpdateCampaignInput, updateCampaign } from "./update-campaign.ts";
