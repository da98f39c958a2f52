import type { CampaignStatus } from "#db/enums.ts";
import { AppError } from "../core/errors.ts";
import { type Said, say } from "../core/said.ts";

/** What the team does with a campaign; time does `begin`, `close` and `settle`. */
export const campaignMoves = [
  "schedule",
  "pause",
  "resume",
  "end",
  "archive",
  "begin",
  "close",
  "settle",
] as const;
export type CampaignMove = (typeof campaignMoves)[number];

type State = { status: CampaignStatus; isPaused: boolean };

/** Where a move leads from a state, and nowhere else; null where it is not possible. */
export function afterMove({ status, isPaused }: State, move: CampaignMove): State | null {
  switch (move) {
    case "schedule":
      return status === "draft" ? { status: "scheduled", isPaused: false } : null;
    case "begin":
      return status === "scheduled" ? { status: "active", isPaused: false } : null;
    case "pause":
      return status === "active" && !isPaused ? { status, isPaused: true } : null;
    case "resume":
      return status === "active" && isPaused ? { status, isPaused: false } : null;
    case "end":
    case "close":
      return status === "active" ? { status: "settling", isPaused: false } : null;
    case "settle":
      return status === "settling" ? { status: "ended", isPaused: false } : null;
    case "archive":
      return status === "draft" || status === "scheduled" || status === "ended"
        ? { status: "archived", isPaused: false }
        : null;
  }
}

/** @throws AppError conflict with what to do instead */
export function requireMove(state: State, move: Exclude<CampaignMove, "begin" | "close" | "settle">): State {
  const next = afterMove(state, move);
  if (next === null) throw new AppError("conflict", whyNot(state, move));
  return next;
}

function whyNot({ status, isPaused }: State, move: CampaignMove): Said {
  if (move === "schedule")
    return say(status === "archived" ? "campaign.archived" : "campaign.scheduledAlready");
  if (move === "archive") return say(status === "archived" ? "campaign.archived" : "campaign.endFirst");
  if (move === "pause" && isPaused) return say("campaign.pausedAlready");
  if (move === "resume" && status === "active") return say("campaign.notPaused");
  switch (status) {
    case "draft":
      return say("campaign.stillDraft");
    case "scheduled":
      return say("campaign.notBegun");
    case "settling":
      return say("campaign.settling");
    default:
      return say(status === "archived" ? "campaign.archived" : "campaign.over");
  }
}
