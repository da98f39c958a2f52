import type { CampaignState } from "#app/_ui/campaign/campaign-state.ts";

export type Move = "schedule" | "pause" | "resume" | "end" | "archive";
export type Choice = Move | "edit" | "duplicate";

/** What the team can do with a campaign, the likeliest first. */
export const choicesIn: Record<CampaignState, readonly Choice[]> = {
  draft: ["schedule", "edit", "duplicate", "archive"],
  scheduled: ["edit", "duplicate", "archive"],
  active: ["edit", "pause", "end", "duplicate"],
  paused: ["resume", "edit", "end", "duplicate"],
  settling: ["duplicate"],
  ended: ["duplicate", "archive"],
  archived: ["duplicate"],
};
