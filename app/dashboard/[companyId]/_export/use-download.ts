"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { saveFile } from "#app/_ui/action/save-file.ts";
import { longExportRows } from "#lib/core/export.ts";
import { countRows, newRowCount } from "#lib/core/row-count.ts";

export type Progress = { rows: number; total: number | null; secondsLeft: number | null };

export type Download =
  | { state: "idle" }
  | ({ state: "running" } & Progress)
  | { state: "done"; rows: number }
  | { state: "failed"; problem: string };

const reportEveryMs = 150;
/** Before that, how long it will take is a guess. */
const sureAfterMs = 1_500;

/**
 * Fetches a table while saying how far it is, and saves it when all of it is there. One that takes too long to wait
 * for is left to `onLong`.
 */
export function useDownload(onLong: () => Promise<void>) {
  const t = useTranslations("exports");
  const [download, setDownload] = useState<Download>({ state: "idle" });
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  const start = async (path: `/api/${string}`, fileName: string) => {
    stop.current?.abort();
    const stopping = new AbortController();
    stop.current = stopping;
    setDownload({ state: "running", rows: 0, total: null, secondsLeft: null });
    try {
      const answer = await fetch(path, { signal: stopping.signal });
      if (!answer.ok || !answer.body) {
        setDownload({ state: "failed", problem: await problemIn(answer, t("failed")) });
        return;
      }
      const given = answer.headers.get("x-referly-rows");
      const total = given === null ? null : Number(given);
      if (total !== null && total > longExportRows) {
        stopping.abort();
        await onLong();
        setDownload({ state: "idle" });
        return;
      }
      const { parts, rows } = await read(answer.body, total, (progress) =>
        setDownload({ state: "running", ...progress }),
      );
      saveFile(new Blob(parts, { type: "text/csv" }), fileName);
      setDownload({ state: "done", rows });
    } catch {
      // What was stopped on purpose is no problem, and another download may have begun since.
      if (!stopping.signal.aborted) setDownload({ state: "failed", problem: t("broken") });
    }
  };

  const cancel = () => {
    stop.current?.abort();
    setDownload({ state: "idle" });
  };

  return { download, start, cancel };
}

async function read(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  total: number | null,
  report: (progress: Progress) => void,
) {
  const began = performance.now();
  const parts: BlobPart[] = [];
  const count = newRowCount();
  const reader = body.getReader();
  let reported = began;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { parts, rows: count.rows };
    parts.push(value);
    countRows(count, value);
    const now = performance.now();
    if (now - reported < reportEveryMs) continue;
    reported = now;
    const { rows } = count;
    const isSure = total !== null && rows > 0 && now - began > sureAfterMs;
    const secondsLeft = isSure
      ? Math.ceil((((now - began) / rows) * Math.max(0, total - rows)) / 1_000)
      : null;
    report({ rows, total, secondsLeft });
  }
}

async function problemIn(answer: Response, otherwise: string): Promise<string> {
  const body: unknown = await answer.json().catch(() => null);
  const message: unknown = Reflect.get(Object(Reflect.get(Object(body), "error")), "message");
  return typeof message === "string" && message !== "" ? message : otherwise;
}
