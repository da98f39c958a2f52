export { ensureMember, ensureMembers } from "./ensure-member.ts";
export { findMemberByWhopId, getMember, membersById } from "./find-member.ts";
export { lockMember } from "./lock-member.ts";
export { displayName, type Member } from "./member.ts";
