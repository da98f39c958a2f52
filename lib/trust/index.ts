export { FindMembersToVouchForInput, findMembersToVouchFor } from "./find-members.ts";
export { GetTrustInput, getTrust, type Trust, trustScoresOf } from "./get-trust.ts";
export { ListVouchesInput, listVouches, type Vouch } from "./list-vouches.ts";
export { refreshTrust, trustPages } from "./refresh-trust.ts";
export { type TrustPart, trustLevels } from "./score.ts";
export { vouch, WithdrawVouchInput, withdrawVouch } from "./vouch.ts";
export { getVouchRules, UpdateVouchRulesInput, updateVouchRules, VouchRules } from "./vouch-rules.ts";
