export { AwardBadgesInput, awardBadges } from "./award-badges.ts";
export { awardPlaces } from "./award-places.ts";
export { type Badge, type BuiltInBadge, isBuiltIn } from "./badge.ts";
export { CreateBadgeInput, createBadge } from "./create-badge.ts";
export { GetBadgesInput, getBadges, type MemberBadge } from "./get-badges.ts";
export { type ListedBadge, listBadges } from "./list-badges.ts";
export { BadgeEvidence, BadgeRule } from "./rule.ts";
export { UpdateBadgeInput, updateBadge } from "./update-badge.ts";
