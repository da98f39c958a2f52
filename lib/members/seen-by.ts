import type { Visibility } from "#db/enums.ts";
import type { Actor } from "../core/context.ts";
import type { Member } from "./member.ts";
import { displayName } from "./names.ts";
import { isPseudonym } from "./pseudonyms.ts";

/** A member with how they chose to be shown to others. */
export type Shown = Pick<Member, "id" | "whopUserId" | "name" | "username" | "avatarUrl"> & {
  visibility: Visibility;
  alias: string | null;
  /** Whether that is also how pages show them that anybody may open. */
  namedPublicly: boolean;
};

/** A member on a board, as somebody sees them. */
export type Seen = {
  /** Null where it could tell who is behind an alias, or behind nothing. */
  userId: string | null;
  /** Null for somebody who is hidden. */
  name: string | null;
  avatarUrl: string | null;
  /** How others see them. */
  visibility: Visibility;
};

/** Everybody sees of others what those chose to show; the team, and the member themself, see who it is. */
export function seenBy(viewer: Actor, member: Shown): Seen {
  if (viewer.kind === "member" && viewer.userId !== member.id) return seenByOthers(member);
  const { id, avatarUrl, visibility } = member;
  return { userId: id, name: displayName(member), avatarUrl, visibility };
}

/** As every other member of the community sees them. */
export function seenByOthers(member: Shown): Seen {
  const { id, avatarUrl, visibility } = member;
  if (visibility === "name") return { userId: id, name: displayName(member), avatarUrl, visibility };
  if (visibility === "first_name") return { userId: id, name: firstName(member), avatarUrl, visibility };
  return {
    userId: null,
    name: visibility === "alias" ? member.alias : null,
    avatarUrl: null,
    visibility,
  };
}

/** A member on a page that anybody may open: who did not agree to be named there has their place, and no more. */
export function nameForEverybody(member: Shown): string | null {
  if (!member.namedPublicly) return null;
  if (member.visibility === "name") return displayName(member);
  if (member.visibility === "first_name") return firstName(member);
  return member.visibility === "alias" ? member.alias : null;
}

/** Somebody without a name shows nothing more by a first name than by none. */
function firstName(member: Shown): string {
  const [first] = member.name?.trim().split(/\s+/) ?? [];
  return first && !isPseudonym(member.whopUserId)
    ? first
    : displayName({ ...member, name: null, username: null });
}
