"use client";

import { useEffect, useState } from "react";
import { callApi } from "#app/_ui/action/api.ts";
import type { Forecast } from "#lib/standings/index.ts";
import type { Payload } from "./payload.ts";

/** As the API has it: instants are text, and what it warns of is said. */
type Answered = Omit<Forecast, "since" | "warnings"> & { warnings: string[] };

export type Forecasted =
  | { state: "waiting" }
  | { state: "known"; forecast: Answered }
  /** Without a message when the server was not reached. */
  | { state: "failed"; message: string | null; fields: Readonly<Record<string, string>> };

const settleMs = 700;

/** What the terms being typed would bring and cost, asked when typing pauses; null is not asked about. */
export function useForecast(
  companyId: string,
  campaignId: string | null,
  payload: Payload | null,
): Forecasted {
  const [forecasted, setForecasted] = useState<Forecasted>({ state: "waiting" });
  const wanted = payload === null ? null : JSON.stringify(askedOf(payload));
  useEffect(() => {
    setForecasted({ state: "waiting" });
    if (wanted === null) return;
    let isCurrent = true;
    const ask = async () => {
      const own = campaignId === null ? {} : { campaignId };
      const body = { companyId, ...own, ...JSON.parse(wanted) };
      const answer = await callApi<Answered>("POST", "/api/v1/campaigns/preview", body);
      if (!isCurrent) return;
      if (answer.outcome === "done") setForecasted({ state: "known", forecast: answer.data });
      else if (answer.outcome === "offline") setForecasted({ state: "failed", message: null, fields: {} });
      else setForecasted({ state: "failed", message: answer.message, fields: answer.fields });
    };
    const timer = setTimeout(() => void ask(), settleMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [companyId, campaignId, wanted]);
  return forecasted;
}

function askedOf({ startDate, endDate, timeZone, terms }: Payload) {
  return { startDate, endDate, timeZone, terms };
}
