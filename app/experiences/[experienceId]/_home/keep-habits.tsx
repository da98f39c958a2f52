"use client";

import { useEffect } from "react";
import { callApi } from "#app/_ui/action/api.ts";

type Habits = { timeZone: string | null; locale: string | null };
type Props = { experienceId: string; known: Habits; locale: "en" | "es" };

/** Says by which clocks and in which language the member lives, when that is not what is known. */
export function KeepHabits({ experienceId, known, locale }: Props) {
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (timeZone === known.timeZone && locale === known.locale) return;
    // Nothing on the page depends on it, and the next visit tries again.
    void callApi("PATCH", "/api/v1/preferences", { experienceId, timeZone, locale });
  }, [experienceId, known.timeZone, known.locale, locale]);
  return null;
}
