import type { ClickClass } from "#db/enums.ts";
import type { AgentFacts } from "./user-agents.ts";

/** Everything the class of a request depends on. Whether a human is a duplicate is decided where it is stored. */
export type Evidence = {
  /** A valid test mark in the address. */
  isTest: boolean;
  isPrefetch: boolean;
  agent: AgentFacts["kind"];
  /** The link's owner, proven by a signed mark, its cookie or a token of Whop. */
  isOwner: boolean;
};

export function classify(evidence: Evidence): Exclude<ClickClass, "duplicate"> {
  if (evidence.isTest) return "test";
  if (evidence.isPrefetch) return "prefetch";
  if (evidence.agent !== "person") return evidence.agent;
  return evidence.isOwner ? "self" : "human";
}

/** Whether a browser asks ahead of time, for a page that nobody may ever look at. */
export function isPrefetch(header: (name: string) => string | undefined): boolean {
  const purpose = header("sec-purpose") ?? header("purpose") ?? header("x-purpose") ?? header("x-moz");
  return purpose !== undefined && /prefetch|prerender|preview/i.test(purpose);
}
