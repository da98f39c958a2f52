export { ensureMember, ensureMembers, learnMembers } from "./ensure-member.ts";
export { lockAgainstErasures, lockAgainstWriters } from "./erasure-lock.ts";
export { findMemberByWhopId, getMember, membersById } from "./find-member.ts";
export { isCalled } from "./is-called.ts";
export { lockMembers, lockMembersById } from "./lock-members.ts";
export { displayName, type Member, memberFromRow } from "./member.ts";
export {
  getPreferences,
  type Preferences,
  UpdatePreferencesInput,
  updatePreferences,
} from "./preferences.ts";
export { erasedName, isPseudonym, pseudonymOf } from "./pseudonyms.ts";
export { type Seen, type Shown, seenBy } from "./seen-by.ts";
export { ShownRow, shownColumns, shownFrom } from "./shown-rows.ts";
