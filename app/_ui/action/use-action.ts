"use client";

import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import { useTranslations } from "use-intl";
import type { Answer } from "./api.ts";

export type ActionState = {
  pending: boolean;
  /** What went wrong, for the person who tried; null while all is well. */
  problem: string | null;
  /** The API's name for what went wrong, for whoever has better words for it. */
  code: string | null;
  fields: Readonly<Record<string, string>>;
};

/**
 * One action at a time: runs it, keeps what the server says about it, and after it succeeded reads the page again, or
 * goes on to the address it is told: never both, as the one would undo the other. Resolves to the answer's data, or
 * null.
 */
export function useAction(): ActionState & {
  run<T>(call: () => Promise<Answer<T>>, onward?: (data: T) => string): Promise<T | null>;
  clear(): void;
} {
  const t = useTranslations("action");
  const router = useRouter();
  const running = useRef(false);
  const [calling, setCalling] = useState(false);
  const [refreshing, startRefresh] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});

  const clear = () => {
    setProblem(null);
    setCode(null);
    setFields({});
  };

  const run = async <T>(call: () => Promise<Answer<T>>, onward?: (data: T) => string): Promise<T | null> => {
    if (running.current) return null;
    running.current = true;
    setCalling(true);
    clear();
    const answer = await call();
    running.current = false;
    setCalling(false);
    if (answer.outcome === "done") {
      const { data } = answer;
      startRefresh(() => (onward ? router.push(onward(data)) : router.refresh()));
      return data;
    }
    if (answer.outcome === "offline") setProblem(t("offline"));
    else {
      const reference = answer.requestId ? ` ${t("reference", { id: answer.requestId })}` : "";
      setProblem(answer.message === "" ? t("failed") + reference : answer.message);
      setCode(answer.code);
      setFields(answer.fields);
    }
    return null;
  };

  return { pending: calling || refreshing, problem, code, fields, run, clear };
}
