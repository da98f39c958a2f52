/** What stands in a sentence of credit where a value is not known. */
export const general = {
  member: "This member",
  count: "several",
  version: "in force",
  windowDays: "the allowed",
  problem: "its form is unknown",
  reason: "Decided for a reason this version does not know: {reason}.",
} as const;
