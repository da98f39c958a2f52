"use client";

import { useState } from "react";
import { callApi } from "#app/_ui/action/api.ts";
import { useAction } from "#app/_ui/action/use-action.ts";
import { type AmountRow, amountsOf, problemOf, rowsOf } from "#app/_ui/field/amounts.ts";
import type { PayoutSchedule, PayoutSettings } from "#lib/companies/index.ts";
import { isSame } from "./settings-values.ts";

/** Payout settings as they are typed. */
export type PayoutDraft = {
  method: PayoutSettings["method"];
  minimums: AmountRow[];
  second: AmountRow[];
  every: "never" | "week" | "month";
  weekday: number;
  day: string;
};

function draftOf({ method, minimums, secondApprovalAbove, schedule }: PayoutSettings): PayoutDraft {
  return {
    method,
    minimums: rowsOf(minimums),
    second: rowsOf(secondApprovalAbove),
    every: schedule?.every ?? "never",
    weekday: schedule?.every === "week" ? schedule.weekday : 1,
    day: schedule?.every === "month" ? String(schedule.day) : "1",
  };
}

function settingsOf(draft: PayoutDraft): PayoutSettings {
  return {
    method: draft.method,
    minimums: amountsOf(draft.minimums),
    secondApprovalAbove: amountsOf(draft.second),
    schedule: scheduleOf(draft),
  };
}

function scheduleOf({ every, weekday, day }: PayoutDraft): PayoutSchedule | null {
  if (every === "week") return { every, weekday };
  return every === "month" ? { every, day: Number(day) } : null;
}

function problemsOf({ minimums, second, every, day }: PayoutDraft) {
  return {
    minimums: problemOf(minimums) !== undefined,
    second: problemOf(second) !== undefined,
    day: every === "month" && !(/^\d{1,2}$/.test(day) && Number(day) >= 1 && Number(day) <= 31),
  };
}

/** The payout settings being edited, saved as one. */
export function usePayoutSettings(companyId: string, saved: PayoutSettings) {
  const action = useAction();
  const [draft, setDraft] = useState(() => draftOf(saved));
  const [isSaved, setIsSaved] = useState(false);
  const [isChecked, setIsChecked] = useState(false);
  const found = problemsOf(draft);
  const isWrong = Object.values(found).some(Boolean);
  const nothing = { minimums: false, second: false, day: false };

  const set = <K extends keyof PayoutDraft>(name: K, value: PayoutDraft[K]) => {
    setDraft((before) => ({ ...before, [name]: value }));
    setIsSaved(false);
    action.clear();
  };

  const save = async () => {
    setIsChecked(true);
    if (isWrong) return;
    const answer = await action.run(() =>
      callApi("PATCH", "/api/v1/settings", { companyId, payouts: settingsOf(draft) }),
    );
    if (answer !== null) setIsSaved(true);
  };

  const discard = () => {
    setDraft(draftOf(saved));
    setIsChecked(false);
    action.clear();
  };

  return {
    ...action,
    draft,
    set,
    save,
    discard,
    // What the API says of a part of them has no field of its own here, so it is said below the form.
    fields: {},
    isSaved,
    hasChanges: isWrong || !isSame(settingsOf(draft), settingsOf(draftOf(saved))),
    problems: isChecked ? found : nothing,
  };
}
