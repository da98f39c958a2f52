export { isElsewhere, logEvent } from "./announce.ts";
export { learnHistory } from "./learn-history.ts";
export type { ReferralRow } from "./referral-row.ts";
export { type Settled, SettleReferralInput, settleReferral } from "./settle-referral.ts";
