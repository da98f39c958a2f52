"use client";

import { type Search, useSearch } from "#app/_ui/member/use-search.ts";
import type { ListedMember } from "#lib/stats/index.ts";

const most = "10";

type FoundMember = Pick<ListedMember, "userId" | "name" | "username" | "email" | "avatarUrl">;

/** Members of the community by what is typed, for the team. */
export function useMemberSearch(companyId: string): Search<FoundMember> {
  return useSearch(
    (wanted) => `/api/v1/members?${new URLSearchParams({ companyId, search: wanted, limit: most })}`,
  );
}
