"use client";

import { type Search, useSearch } from "#app/_ui/member/use-search.ts";

const leastLetters = 2;

type Candidate = { userId: string; name: string; username: string | null; avatarUrl: string | null };

/** Members one may vouch for, by what is typed. */
export function useCandidates(experienceId: string): Search<Candidate> {
  return useSearch(
    (wanted) => `/api/v1/vouches/candidates?${new URLSearchParams({ experienceId, search: wanted })}`,
    leastLetters,
  );
}
