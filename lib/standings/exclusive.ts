import type { Candidate, ScoringCampaign } from "./scoring.ts";

/** A campaign with the candidates it found by itself. */
export type Contest = { campaign: ScoringCampaign; candidates: Candidate[] };

/**
 * Of the campaigns that do not stack, each referral belongs to one: that of the highest priority, then the one that
 * began first. `taken` are referrals of one whose standing is frozen: they stay there.
 */
export function giveToOne(contests: readonly Contest[], taken: ReadonlySet<string>): Contest[] {
  const exclusive = contests.filter(({ campaign }) => !latestOf(campaign).stacks).toSorted(byPrecedence);
  const owners = new Map<string, string>();
  for (const { campaign, candidates } of exclusive)
    for (const { subjectId, state } of candidates)
      if (state !== "void" && !taken.has(subjectId) && !owners.has(subjectId))
        owners.set(subjectId, campaign.id);
  return contests.map(({ campaign, candidates }) => {
    if (latestOf(campaign).stacks) return { campaign, candidates };
    return {
      campaign,
      candidates: candidates.map((candidate) =>
        candidate.state === "void" || owners.get(candidate.subjectId) === campaign.id
          ? candidate
          : lost(candidate),
      ),
    };
  });
}

/** The newest terms: what holds for a campaign as a whole is theirs. */
export function latestOf({ versions }: ScoringCampaign) {
  const latest = versions.at(-1);
  if (latest === undefined) throw new Error("A campaign runs that has no version");
  return latest.terms;
}

function byPrecedence({ campaign: a }: Contest, { campaign: b }: Contest): number {
  return (
    latestOf(b).priority - latestOf(a).priority ||
    a.startDate.getTime() - b.startDate.getTime() ||
    (a.id < b.id ? -1 : 1)
  );
}

function lost(candidate: Candidate): Candidate {
  const why = { state: "void", because: "other_campaign" } as const;
  return { ...candidate, ...why, workings: { ...candidate.workings, ...why } };
}
