export const traceKinds = [
  "click",
  "joined",
  "decision",
  "payment",
  "refund",
  "dispute",
  "left",
  "fraud_check",
  "review",
  "reward",
] as const;
export type TraceKind = (typeof traceKinds)[number];

export type TraceStep = {
  at: Date;
  kind: TraceKind;
  tone: "good" | "bad" | "waiting" | "neutral";
  title: string;
  sentence: string;
  evidence: { label: string; value: string }[];
};

export type Audience = "owner" | "member";
