"use client";

import { useEffect, useState } from "react";
import { callApi } from "#app/_ui/action/api.ts";
import type { Rules } from "#lib/companies/index.ts";
import type { ActivationPreview } from "#lib/referrals/index.ts";

export type ActivationPreviewed =
  | { state: "waiting" }
  | { state: "known"; preview: Omit<ActivationPreview, "since"> }
  /** Without a message when the server was not reached. */
  | { state: "failed"; message: string | null };

const settleMs = 700;

/** What a rule that is being typed would have made of the last 90 days, asked when typing pauses. */
export function useActivationPreview(
  companyId: string,
  criteria: Rules["activation"],
  isAsked: boolean,
): ActivationPreviewed {
  const [previewed, setPreviewed] = useState<ActivationPreviewed>({ state: "waiting" });
  const wanted = isAsked ? JSON.stringify(criteria) : null;
  useEffect(() => {
    setPreviewed({ state: "waiting" });
    if (wanted === null) return;
    let isCurrent = true;
    const ask = async () => {
      const answer = await callApi<ActivationPreview>("POST", "/api/v1/settings/rules/preview", {
        companyId,
        activation: JSON.parse(wanted),
      });
      if (!isCurrent) return;
      if (answer.outcome === "done") setPreviewed({ state: "known", preview: answer.data });
      else setPreviewed({ state: "failed", message: answer.outcome === "offline" ? null : answer.message });
    };
    const timer = setTimeout(() => void ask(), settleMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [companyId, wanted]);
  return previewed;
}
