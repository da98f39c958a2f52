export { AddCodesInput, addCodes } from "./add-codes.ts";
export { ApproveRedemptionInput, approveRedemption } from "./approve-redemption.ts";
export { ArchiveRewardInput, archiveReward } from "./archive-reward.ts";
export { BuyRewardInput, buyReward } from "./buy-reward.ts";
export {
  ArchiveCheckoutCodeInput,
  archiveCheckoutCode,
  MakeCheckoutCodeInput,
  makeCheckoutCode,
} from "./checkout-code.ts";
export { ClaimRedemptionInput, claimRedemption } from "./claim-redemption.ts";
export { CreateRewardInput, createReward } from "./create-reward.ts";
export {
  ApproveRedemptionsInput,
  approveRedemptions,
  type Decided,
  RejectRedemptionsInput,
  rejectRedemptions,
} from "./decide-redemptions.ts";
export { deliverReward } from "./deliver-reward.ts";
export { codeOf, type Delivery, type DeliveryProof } from "./delivery.ts";
export { evaluateAmong, evaluateCampaignsOf } from "./evaluate-among.ts";
export { evaluateRewards } from "./evaluate-rewards.ts";
export { expireRedemption } from "./expire-redemption.ts";
export { getJoining, type Joining } from "./get-joining.ts";
export { getOffer, type Offer } from "./get-offer.ts";
export { getRewardLadder, type RewardLadder, readRewardLadder } from "./get-reward-ladder.ts";
export { type Given, GiveRewardInput, giveReward } from "./give-reward.ts";
export {
  type ListedRedemption,
  ListRedemptionsInput,
  listMyRedemptions,
  listRedemptions,
} from "./list-redemptions.ts";
export { type DescribedReward, type ListedReward, ListRewardsInput, listRewards } from "./list-rewards.ts";
export { listShop, type ShopItem } from "./list-shop.ts";
export { MarkDeliveredInput, markDelivered } from "./mark-delivered.ts";
export { nextRung } from "./next-reward.ts";
export { type Counted, owed } from "./owed.ts";
export { countReached } from "./reached.ts";
export type { Redemption } from "./redemption.ts";
export type { RedemptionAction } from "./redemption-actions.ts";
export { RejectRedemptionInput, rejectRedemption } from "./reject-redemption.ts";
export { releaseRedemption } from "./release-redemption.ts";
export { RetryDeliveryInput, retryDelivery } from "./retry-delivery.ts";
export type { Reward, Terms } from "./reward.ts";
export { RewardData } from "./reward-data.ts";
export { rewardsStreaks } from "./rewards-streaks.ts";
export type { Rung, RungState } from "./rungs.ts";
export { UpdateRewardInput, updateReward } from "./update-reward.ts";
