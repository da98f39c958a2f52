export { carryOutErasure } from "./carry-out-erasure.ts";
export { EraseMemberInput, eraseMember } from "./erase-member.ts";
export { ExportMemberInput, exportMember, type MemberExport } from "./export-member.ts";
export { type DataStanding, type Erasure, getDataStanding } from "./get-data-standing.ts";
