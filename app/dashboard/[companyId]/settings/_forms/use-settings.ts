"use client";

import { useState } from "react";
import { callApi } from "#app/_ui/action/api.ts";
import { useAction } from "#app/_ui/action/use-action.ts";

/** Values being edited beside those that are saved, and the call that saves what differs. */
export function useSettings<T extends Record<string, unknown>>(
  companyId: string,
  path: "/api/v1/settings" | "/api/v1/settings/rules",
  saved: T,
) {
  const action = useAction();
  const [draft, setDraft] = useState<Partial<T>>({});
  const [isSaved, setIsSaved] = useState(false);
  const values: T = { ...saved, ...draft };
  const changes = Object.entries(draft).filter(([name, value]) => saved[name] !== value);

  const set = <K extends keyof T>(name: K, value: T[K]) => {
    setDraft((before) => ({ ...before, [name]: value }));
    setIsSaved(false);
    action.clear();
  };

  const save = async () => {
    const answer = await action.run(() =>
      callApi("PATCH", path, { companyId, ...Object.fromEntries(changes) }),
    );
    if (answer !== null) setIsSaved(true);
  };

  return { values, set, save, hasChanges: changes.length > 0, isSaved, ...action };
}
