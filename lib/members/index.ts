export { ensureMember, ensureMembers } from "./ensure-member.ts";
export { lockAgainstErasures, lockAgainstWriters } from "./erasure-lock.ts";
export { findMemberByWhopId, getMember, membersById } from "./find-member.ts";
export { isCalled } from "./is-called.ts";
export { lockingOrder, lockMembers } from "./lock-members.ts";
export { displayName, type Member, memberFromRow } from "./member.ts";
export { newAddressesAmong } from "./new-addresses.ts";
export {
  getPreferences,
  type Preferences,
  UpdatePreferencesInput,
  updatePreferences,
} from "./preferences.ts";
export { erasedName, isPseudonym, pseudonymOf } from "./pseudonyms.ts";
export { type Seen, type Shown, seenBy } from "./seen-by.ts";
