"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import { useAction } from "#app/_ui/action/use-action.ts";

export type Ranges<T> = { readonly [K in keyof T]?: readonly [from: number, to: number] };

/** Values being edited beside those that are saved, and the call that saves what differs. */
export function useSettings<T extends Record<string, unknown>>(
  companyId: string,
  path: "/api/v1/settings" | "/api/v1/settings/rules" | "/api/v1/settings/vouches",
  saved: T,
  ranges: Ranges<T> = {},
  /** Where the API has these values in another shape, all of them as it has them. */
  asSaved?: (values: T) => object,
) {
  const t = useTranslations("owner.settings");
  const action = useAction();
  const [draft, setDraft] = useState<Partial<T>>({});
  const [isSaved, setIsSaved] = useState(false);
  const [isChecked, setIsChecked] = useState(false);
  const values: T = { ...saved, ...draft };
  const changes = Object.entries(draft).filter(([name, value]) => saved[name] !== value);
  const outside = Object.entries<readonly [number, number] | undefined>(ranges).flatMap(([name, range]) =>
    range === undefined || isWithin(values[name], range)
      ? []
      : [[name, t("range", { from: range[0], to: range[1] })] as const],
  );

  const set = <K extends keyof T>(name: K, value: T[K]) => {
    setDraft((before) => ({ ...before, [name]: value }));
    setIsSaved(false);
    action.clear();
  };

  const save = async () => {
    setIsChecked(true);
    if (outside.length > 0) return;
    const answer = await action.run(() =>
      callApi("PATCH", path, {
        companyId,
        ...(asSaved === undefined ? Object.fromEntries(changes) : asSaved(values)),
      }),
    );
    if (answer !== null) setIsSaved(true);
  };

  const discard = () => {
    setDraft({});
    action.clear();
  };

  const fields = { ...action.fields, ...(isChecked ? Object.fromEntries(outside) : {}) };
  return { ...action, values, set, save, discard, hasChanges: changes.length > 0, isSaved, fields };
}

function isWithin(value: unknown, [from, to]: readonly [number, number]): boolean {
  return Number.isInteger(value) && Number(value) >= from && Number(value) <= to;
}
