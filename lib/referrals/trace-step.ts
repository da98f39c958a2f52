import type { Told } from "../core/said.ts";

export const traceKinds = [
  "click",
  "claim",
  "joined",
  "decision",
  "payment",
  "refund",
  "dispute",
  "left",
  "fraud_check",
  "review",
  "activation",
  "reward",
] as const;
export type TraceKind = (typeof traceKinds)[number];

export type TraceStep = {
  at: Date;
  kind: TraceKind;
  tone: "good" | "bad" | "waiting" | "neutral";
  title: Told;
  sentence: Told;
  evidence: { label: Told; value: Told }[];
};

export type Audience = "owner" | "member";
