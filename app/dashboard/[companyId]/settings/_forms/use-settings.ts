"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { useAction } from "#app/_ui/action/use-action.ts";
import { changesTo, isSame, outsideOf, type Ranges } from "./settings-values.ts";

/** Values being edited beside those that are saved, and the call that saves what differs. */
export function useSettings<T extends Record<string, unknown>>(
  companyId: string,
  path: "/api/v1/settings" | "/api/v1/settings/rules" | "/api/v1/settings/vouches",
  saved: T,
  /** Of the numbers that are shown with these values. */
  rangesOf: (values: T) => Ranges<T> = () => ({}),
  /** Where the API has these values in another shape, all of them as it has them. */
  asSaved?: (values: T) => object,
) {
  const t = useTranslations("owner.settings");
  const action = useAction();
  const [draft, setDraft] = useState<Partial<T>>({});
  const [isSaved, setIsSaved] = useState(false);
  const [isChecked, setIsChecked] = useState(false);
  const values: T = { ...saved, ...draft };
  const changes = changesTo(saved, draft);
  const outside = outsideOf(values, rangesOf(values));
  const isDifferent =
    asSaved === undefined ? Object.keys(changes).length > 0 : !isSame(asSaved(values), asSaved(saved));

  const set = <K extends keyof T>(name: K, value: T[K]) => {
    setDraft((before) => ({ ...before, [name]: value }));
    setIsSaved(false);
    action.clear();
  };

  const save = async () => {
    setIsChecked(true);
    if (outside.length > 0) return;
    const answer = await action.run(() =>
      callApi("PATCH", path, { companyId, ...(asSaved === undefined ? changes : asSaved(values)) }),
    );
    if (answer !== null) setIsSaved(true);
  };

  const discard = () => {
    setDraft({});
    action.clear();
  };

  const said = Object.fromEntries(outside.map(([name, [from, to]]) => [name, t("range", { from, to })]));
  const fields = { ...action.fields, ...(isChecked ? said : {}) };
  const hasChanges = isDifferent || outside.length > 0;
  return { ...action, values, set, save, discard, hasChanges, isSaved, fields };
}
