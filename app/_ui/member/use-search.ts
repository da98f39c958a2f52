import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "../action/api.ts";

const settleMs = 250;

export type Search<Found> = {
  text: string;
  search: (given: string) => void;
  /** Null while nothing is asked for. */
  members: readonly Found[] | null;
  problem: string | null;
};

/** Members by what is typed, from `leastLetters` on. An answer that comes after a later question is dropped. */
export function useSearch<Found>(
  addressOf: (wanted: string) => `/api/${string}`,
  leastLetters = 1,
): Search<Found> {
  const t = useTranslations("action");
  const [text, setText] = useState("");
  const [members, setMembers] = useState<readonly Found[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef("");
  useEffect(() => () => clearTimeout(timer.current), []);

  const ask = async (wanted: string) => {
    const answer = await callApi<{ members: Found[] }>("GET", addressOf(wanted));
    if (asked.current !== wanted) return;
    if (answer.outcome === "done") setMembers(answer.data.members);
    else setProblem(answer.outcome === "offline" ? t("offline") : answer.message || t("failed"));
  };

  const search = (given: string) => {
    setText(given);
    setProblem(null);
    const wanted = given.trim();
    asked.current = wanted;
    clearTimeout(timer.current);
    if (wanted.length < leastLetters) setMembers(null);
    else timer.current = setTimeout(() => void ask(wanted), settleMs);
  };

  return { text, search, members, problem };
}
