"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";

const settleMs = 250;
const leastLetters = 2;

type Candidate = { userId: string; name: string; username: string | null; avatarUrl: string | null };

/** Members one may vouch for, by what is typed. An answer that comes after a later question is dropped. */
export function useCandidates(experienceId: string) {
  const t = useTranslations("action");
  const [text, setText] = useState("");
  const [members, setMembers] = useState<readonly Candidate[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef("");
  useEffect(() => () => clearTimeout(timer.current), []);

  const ask = async (wanted: string) => {
    const query = new URLSearchParams({ experienceId, search: wanted });
    const answer = await callApi<{ members: Candidate[] }>("GET", `/api/v1/vouches/candidates?${query}`);
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
