"use client";

import { useState } from "react";
import { callApi } from "#app/_ui/action/api.ts";
import { useAction } from "#app/_ui/action/use-action.ts";
import type { Preferences } from "#lib/members/index.ts";

export type Chosen = Pick<
  Preferences,
  "visibility" | "alias" | "namedPublicly" | "quietFrom" | "quietUntil" | "muted"
>;

/** Choices being edited beside those that are saved, and the call that saves what differs. */
export function useChoices(experienceId: string, saved: Chosen) {
  const action = useAction();
  const [draft, setDraft] = useState<Partial<Chosen>>({});
  const [isSaved, setIsSaved] = useState(false);
  const values: Chosen = { ...saved, ...draft };
  const isChanged = Object.keys(draft).length > 0;

  const set = <K extends keyof Chosen>(name: K, value: Chosen[K]) => {
    setDraft((before) => ({ ...before, [name]: value }));
    setIsSaved(false);
    action.clear();
  };

  const save = async () => {
    const { alias, ...rest } = draft;
    // What is not shown is not asked for: an alias is sent with the choice to be shown by it.
    const shown = values.visibility === "alias" ? { alias: alias?.trim() || saved.alias } : {};
    const answer = await action.run(() =>
      callApi<Preferences>("PATCH", "/api/v1/preferences", { experienceId, ...rest, ...shown }),
    );
    if (answer === null) return;
    setDraft({});
    setIsSaved(true);
  };

  return { values, set, save, action, isSaved, isChanged };
}
