"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { type Answer, callApi } from "#app/_ui/action/api.ts";
import type { ExportKind, ExportRun } from "#lib/exports/index.ts";

/** An export as the API tells it. */
type Told = Pick<ExportRun, "id" | "status" | "doneRows" | "totalRows" | "secondsLeft">;

const everyMs = 1_500;

/** The export of this kind that the worker makes, also one that was asked for before the page was opened. */
export function useLongExport(companyId: string, kind: ExportKind) {
  const t = useTranslations("action");
  const [run, setRun] = useState<Told | null>(null);
  const [kept, setKept] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    let isHere = true;
    const query = new URLSearchParams({ companyId, kind });
    void callApi<{ exports: Told[] }>("GET", `/api/v1/exports?${query}`).then((answer) => {
      // That there were others before is nothing that anybody here waits for.
      if (!isHere || answer.outcome !== "done") return;
      const { exports } = answer.data;
      setKept(exports.length);
      setRun((known) => known ?? exports.find(({ status }) => status === "running") ?? null);
    });
    return () => {
      isHere = false;
    };
  }, [companyId, kind]);

  const running = run?.status === "running" ? run.id : null;
  useEffect(() => {
    if (running === null) return;
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      void callApi<Told>("GET", `/api/v1/exports/${running}?companyId=${companyId}`).then((answer) => {
        if (answer.outcome === "done") setRun((known) => (known?.id === running ? answer.data : known));
      });
    }, everyMs);
    return () => clearInterval(timer);
  }, [companyId, running]);

  const take = (answer: Answer<Told>) => {
    if (answer.outcome === "done") setRun(answer.data);
    else setProblem(answer.outcome === "offline" ? t("offline") : answer.message || t("failed"));
  };
  return {
    run,
    /** How many are kept besides. */
    kept,
    problem,
    async begin(filter: object) {
      setProblem(null);
      take(await callApi<Told>("POST", "/api/v1/exports", { companyId, kind, filter }));
    },
    async cancel() {
      if (running === null) return;
      take(await callApi<Told>("POST", `/api/v1/exports/${running}/cancel`, { companyId }));
    },
  };
}
