export { type Activity, ListActivityInput, listActivity } from "./list-activity.ts";
export { type AuditEntry, recordAudit, recordAudits } from "./record.ts";
