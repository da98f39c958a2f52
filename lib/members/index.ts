export { ensureMember, ensureMembers } from "./ensure-member.ts";
export { lockAgainstErasures, lockAgainstWriters } from "./erasure-lock.ts";
export { findMemberByWhopId, getMember, membersById } from "./find-member.ts";
export { lockingOrder, lockMembers } from "./lock-members.ts";
export { displayName, type Member } from "./member.ts";
export { erasedName, isPseudonym, pseudonymOf } from "./pseudonyms.ts";
export { type FoundMember, SearchMembersInput, searchMembers } from "./search-members.ts";
