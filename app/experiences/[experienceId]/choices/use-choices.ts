"use client";

import { useState } from "react";
import { callApi } from "#app/_ui/action/api.ts";
import { useAction } from "#app/_ui/action/use-action.ts";
import type { Preferences } from "#lib/members/index.ts";
import { type Chosen, isChanged, sentOf, settledDraft } from "./choices-values.ts";

/** Choices being edited beside those that are saved, and the call that saves what differs. */
export function useChoices(experienceId: string, saved: Chosen) {
  const action = useAction();
  const [draft, setDraft] = useState<Partial<Chosen>>({});
  const [isSaved, setIsSaved] = useState(false);
  const values: Chosen = { ...saved, ...draft };
  const hasChanges = isChanged(saved, draft);

  const set = <K extends keyof Chosen>(name: K, value: Chosen[K]) => {
    setDraft((before) => ({ ...before, [name]: value }));
    setIsSaved(false);
    action.clear();
  };

  const save = async () => {
    const answer = await action.run(() =>
      callApi<Preferences>("PATCH", "/api/v1/preferences", { experienceId, ...sentOf(saved, draft) }),
    );
    if (answer === null) return;
    setDraft((now) => settledDraft(now, draft, answer));
    setIsSaved(true);
  };

  return { values, set, save, action, isSaved: isSaved && !hasChanges, hasChanges };
}
