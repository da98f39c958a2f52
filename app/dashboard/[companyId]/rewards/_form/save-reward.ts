import { type Answer, callApi } from "#app/_ui/action/api.ts";
import type { Reward } from "#lib/rewards/index.ts";
import { changesTo, codesIn, type Defaults, type Draft, payloadOf } from "./draft.ts";

export type SavedReward = { id: string; name: string };

type Save = {
  companyId: string;
  /** The one that is changed: also one that was made a moment ago, and lacks its codes. */
  reward: SavedReward | null;
  draft: Draft;
  /** As it was; null for a new one. */
  before: Reward | null;
  defaults: Defaults;
  /** Told as soon as there is a reward, so that trying again does not make a second one. */
  onMade: (reward: SavedReward) => void;
};

/** Saves a reward, and puts the codes into it that were typed with it. */
export async function saveReward(save: Save): Promise<Answer<SavedReward>> {
  const { companyId, draft, onMade } = save;
  const saved = await saveTerms(save);
  if (saved.outcome !== "done") return saved;
  onMade(saved.data);
  const codes = codesIn(draft);
  if (codes.length === 0) return saved;
  const added = await callApi("POST", `/api/v1/rewards/${saved.data.id}/codes`, { companyId, codes });
  return added.outcome === "done" ? saved : added;
}

async function saveTerms({ companyId, reward, draft, before, defaults }: Save): Promise<Answer<SavedReward>> {
  if (reward === null)
    return callApi<SavedReward>("POST", "/api/v1/rewards", { companyId, ...payloadOf(draft) });
  const changes = before === null ? {} : changesTo(before, draft, defaults);
  if (Object.keys(changes).length === 0) return { outcome: "done", data: reward };
  return callApi<SavedReward>("PATCH", `/api/v1/rewards/${reward.id}`, { companyId, ...changes });
}
