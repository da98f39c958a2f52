export { ensureMember, ensureMembers, learnMembers } from "./ensure-member.ts";
export { lockAgainstErasures, lockAgainstWriters } from "./erasure-lock.ts";
export {
  findMemberByUsername,
  findMemberByWhopId,
  getMember,
  membersById,
  profilesById,
} from "./find-member.ts";
export { type Found, findShown, isShown } from "./find-shown.ts";
export { isCalled } from "./is-called.ts";
export { lockKnown, lockMembers, lockMembersById, lockToErase } from "./lock-members.ts";
export { type Member, memberFromRow, type Profile } from "./member.ts";
export { displayName, erasedName, toldName } from "./names.ts";
export {
  getPreferences,
  type Preferences,
  UpdatePreferencesInput,
  updatePreferences,
} from "./preferences.ts";
export { isPseudonym, pseudonymOf } from "./pseudonyms.ts";
export { readShown } from "./read-shown.ts";
export { nameForEverybody, type Seen, type Shown, seenBy, seenByOthers } from "./seen-by.ts";
export { ShownRow, shownColumns, shownFrom } from "./shown-rows.ts";
