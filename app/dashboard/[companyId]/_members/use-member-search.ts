"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "#app/_ui/action/api.ts";
import type { ListedMember } from "#lib/stats/index.ts";

const settleMs = 250;
const most = "10";

type FoundMember = Pick<ListedMember, "userId" | "name" | "username" | "email" | "avatarUrl">;

/** Members by what is typed. An answer that comes after a later question is dropped. */
export function useMemberSearch(companyId: string) {
  const t = useTranslations("action");
  const [text, setText] = useState("");
  const [members, setMembers] = useState<readonly FoundMember[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef("");
  useEffect(() => () => clearTimeout(timer.current), []);

  const ask = async (wanted: string) => {
    const query = new URLSearchParams({ companyId, search: wanted, limit: most });
    const answer = await callApi<{ members: FoundMember[] }>("GET", `/api/v1/members?${query}`);
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
    if (wanted === "") setMembers(null);
    else timer.current = setTimeout(() => void ask(wanted), settleMs);
  };

  return { text, search, members, problem };
}
