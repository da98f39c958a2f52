/** The names of what stands beside a step. */
export const label = {
  link: "Link",
  visitor: "Visitor recognised by",
  byCookie: "first-party cookie",
  byNetwork: "network, browser and day",
  membership: "Membership",
  payment: "Payment",
  refund: "Refund",
  dispute: "Dispute",
  rules: "Rules",
  notChecked: "Not checked",
  reason: "Reason",
  words: "In their words",
  toldOn: "Told them on",
  status: "Status",
  why: "Why",
} as const;
