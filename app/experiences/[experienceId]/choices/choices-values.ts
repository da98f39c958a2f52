import type { Preferences } from "#lib/members/index.ts";

const names = ["visibility", "alias", "namedPublicly", "quietFrom", "quietUntil", "muted"] as const;

export type Chosen = Pick<Preferences, (typeof names)[number]>;

/** What is sent of a draft. What is not shown is not asked for: an alias is sent with the choice to be shown by it. */
export function sentOf(saved: Chosen, draft: Partial<Chosen>): Partial<Chosen> {
  const { alias, ...rest } = draft;
  const isShown = (draft.visibility ?? saved.visibility) === "alias";
  return { ...rest, ...(isShown ? { alias: alias?.trim() || saved.alias } : {}) };
}

/** Whether what would be sent is something else than is saved. */
export function isChanged(saved: Chosen, draft: Partial<Chosen>): boolean {
  const sent = sentOf(saved, draft);
  return names.some((name) => name in sent && inOrder(sent[name]) !== inOrder(saved[name]));
}

/** Kinds are switched off in any order. */
function inOrder(value: unknown): unknown {
  return Array.isArray(value) ? value.toSorted().join(" ") : value;
}

/** The draft once an earlier one was saved: as the server keeps it, but for what was changed meanwhile. */
export function settledDraft(
  draft: Partial<Chosen>,
  saved: Partial<Chosen>,
  answer: Chosen,
): Partial<Chosen> {
  const unchanged = names.filter((name) => name in draft && draft[name] === saved[name]);
  return { ...draft, ...Object.fromEntries(unchanged.map((name) => [name, answer[name]])) };
}
