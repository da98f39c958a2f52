export { bindClaims } from "./bind-claims.ts";
export type { ClaimEvidence } from "./claim-evidence.ts";
export { countOpenClaims } from "./count-open-claims.ts";
export {
  ApproveClaimInput,
  approveClaim,
  RejectClaimInput,
  RevokeClaimInput,
  rejectClaim,
  revokeClaim,
} from "./decide-claim.ts";
export {
  ApproveClaimsInput,
  approveClaims,
  type DecidedClaims,
  RejectClaimsInput,
  rejectClaims,
} from "./decide-claims.ts";
export { FileClaimInput, fileClaim, mostOpen } from "./file-claim.ts";
export { FindMembersToClaimInput, findMembersToClaim } from "./find-claimable.ts";
export { ListClaimsInput, type ListedClaim, listClaims } from "./list-claims.ts";
export { ListMyClaimsInput, listMyClaims, type MyClaim } from "./list-my-claims.ts";
export { type ClaimStanding, claimStandings } from "./which-claims.ts";
export { WithdrawClaimInput, withdrawClaim } from "./withdraw-claim.ts";
