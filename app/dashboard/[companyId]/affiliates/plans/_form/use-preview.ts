"use client";

import { useEffect, useState } from "react";
import { callApi } from "#app/_ui/action/api.ts";
import type { PlanPreview, PlanTerms } from "#lib/affiliates/index.ts";

export type Previewed =
  | { state: "waiting" }
  | { state: "known"; preview: Omit<PlanPreview, "since"> }
  /** Without a message when the server was not reached. */
  | { state: "failed"; message: string | null };

type Asked = { companyId: string; planId: string | null; terms: PlanTerms | null };

const settleMs = 800;

/** What the terms being typed would have cost. Asks when typing pauses; terms that cannot be read are not asked about. */
export function usePreview({ companyId, planId, terms }: Asked): Previewed {
  const [previewed, setPreviewed] = useState<Previewed>({ state: "waiting" });
  const wanted = terms === null ? null : JSON.stringify(terms);
  useEffect(() => {
    setPreviewed({ state: "waiting" });
    if (wanted === null) return;
    let isCurrent = true;
    const ask = async () => {
      const answer = await callApi<PlanPreview>("POST", "/api/v1/commission-plans/preview", {
        companyId,
        ...(planId === null ? {} : { planId }),
        terms: JSON.parse(wanted),
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
  }, [companyId, planId, wanted]);
  return previewed;
}
