export { type ActivationUnder, readActivations } from "./activations-under.ts";
export { logEvents } from "./announce.ts";
export { awaitsProfile } from "./awaits-profile.ts";
export { CountConfirmedInput, countConfirmed } from "./count-confirmed.ts";
export { ExportConversionsInput, exportConversions } from "./export-conversions.ts";
export { ExportReferralsInput, exportReferrals } from "./export-referrals.ts";
export { getMyJoining, type Joining } from "./get-my-joining.ts";
export { GetReferralTraceInput, getReferralTrace, type ReferralTrace } from "./get-referral-trace.ts";
export { learnHistories } from "./learn-histories.ts";
export {
  type ConversionPage,
  ListConversionsInput,
  type ListedConversion,
  listConversions,
} from "./list-conversions.ts";
export { ListPartiesInput, listParties } from "./list-parties.ts";
export {
  type ListedReferral,
  ListReferralsInput,
  listReferrals,
  type ReferralPage,
} from "./list-referrals.ts";
export {
  ListUncreditedInput,
  listUncredited,
  type Uncredited,
  type UncreditedPage,
} from "./list-uncredited.ts";
export { type Party, partyOf } from "./parties.ts";
export { type Cast, type PlayedEvents, type PlayedReferral, playReferral } from "./play-referral.ts";
export {
  type ActivationPreview,
  PreviewActivationInput,
  previewActivation,
} from "./preview-activation.ts";
export { isElsewhere, type ReferralRow } from "./referral-row.ts";
export { isConfirmed, type ReferralState, referralStates, stateOfReferral } from "./referral-state.ts";
export {
  type Settled,
  type SettledPerson,
  SettleReferralsInput,
  settleReferrals,
} from "./settle-referrals.ts";
export { tellReferrers } from "./tell-referrers.ts";
export { type TraceKind, type TraceStep, traceKinds } from "./trace-step.ts";
