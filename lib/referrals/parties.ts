import { displayName, type Profile } from "../members/index.ts";

/** A person as lists and traces show them. */
export type Party = { userId: string; name: string; avatarUrl: string | null };

export function partyOf(members: ReadonlyMap<string, Profile>, userId: string): Party {
  const member = members.get(userId);
  return {
    userId,
    name: displayName(member),
    avatarUrl: member?.avatarUrl ?? null,
  };
}
