export { normaliseCode, VanityCode } from "./codes.ts";
export { CreateLinkInput, createLink } from "./create-link.ts";
export { communityPage, isAllowedDestination } from "./destinations.ts";
export { type CodeDirectory, createCodeDirectory, type DirectoryEntry } from "./directory.ts";
export { EnsureChannelLinkInput, ensureChannelLink } from "./ensure-channel-link.ts";
export { type CheckoutOutcome, EnsureCheckoutInput, ensureCheckout } from "./ensure-checkout.ts";
export { EnsureMainLinkInput, ensureMainLink, mainLinkOf } from "./ensure-main-link.ts";
export {
  FindLinksByReferenceInput,
  findLinksByReference,
  type ReferencedLink,
  type ReferencedLinks,
} from "./find-links-by-reference.ts";
export { isOfChannel, type Link, linkUrl } from "./link.ts";
export { type LinkState, limitsAt, stateOfLink } from "./link-limits.ts";
export { GetLinkInput, getLink, ListLinksInput, listLinks } from "./list-links.ts";
export { RecordShareTapInput, recordShareTap } from "./record-share-tap.ts";
export {
  onlyReference,
  type Reference,
  type ReferenceReading,
  referenceOf,
  verifyReference,
} from "./reference.ts";
export { rememberLimits, UpdateLinkInput, updateLink } from "./update-link.ts";
