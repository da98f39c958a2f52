import type { Campaign } from "#lib/campaigns/index.ts";
import type { Tone } from "../notice/notice.tsx";

/** How a campaign stands, as one word of it. */
export type CampaignState = "scheduled" | "active" | "paused" | "full" | "settling" | "ended";

export function stateOf({ status, pausedAt, exhausted }: Campaign): CampaignState {
  if (status === "active" && exhausted !== null) return "full";
  if (status === "active" && pausedAt !== null) return "paused";
  // Members see neither drafts nor what was put away.
  return status === "draft" || status === "archived" ? "ended" : status;
}

export const stateTones: Record<CampaignState, Tone> = {
  scheduled: "accent",
  active: "success",
  paused: "warning",
  full: "warning",
  settling: "accent",
  ended: "neutral",
};
