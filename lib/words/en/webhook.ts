/** Why a webhook was not processed. */
export const webhook = {
  expired: "Its content was kept for 90 days and is gone.",
  noCommunity: "It names no community.",
  notJson: "The body is not JSON.",
  notObject: "The body is JSON, but not an object.",
  noField: "The body has no readable {field}.",
  manyCommunities: "The body names more than one community: {ids}.",
  anothersObject: "It is about {id}, which is known to belong to another community.",
  givenUp: "It failed {times} times, the last time with: {last}",
  triedAgain: "It failed and is tried again: {last}",
  notInstalled: "The community does not have the app, or has not opened it yet.",
  unreadable:
    "{kind, select, membership {The membership} payment {The payment} refund {The refund} other {The dispute}} cannot be read: its field {field} is missing or of an unknown form.",
  noObject:
    "{kind, select, membership {The membership} payment {The payment} refund {The refund} other {The dispute}} cannot be read: it is not an object.",
  refundOfNothing: "The refund names no payment.",
  disputeOfNothing: "The dispute names no payment.",
} as const;
