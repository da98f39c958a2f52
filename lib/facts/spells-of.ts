import type { memberships } from "#db/schema/index.ts";
import { stateName } from "./record-membership.ts";

/** A time in which a membership was valid; without an end it still is, and is known to end at none. */
export type Spell = { from: Date; until: Date | null };

type Membership = Pick<
  typeof memberships.$inferSelect,
  "status" | "stateAt" | "stateRank" | "states" | "whopCreatedAt" | "cancelAtPeriodEnd" | "renewalPeriodEnd"
>;

const valid: ReadonlySet<string> = new Set(["trialing", "active", "canceling", "completed"]);

/**
 * When a membership was valid, told from every state it was ever seen in: from one state to the next it was what
 * the former says. Before the first it was valid, unless it had not been entered.
 */
export function spellsOf(membership: Membership): Spell[] {
  const { whopCreatedAt, cancelAtPeriodEnd, renewalPeriodEnd } = membership;
  const states = statesOf(membership);
  const spells: Spell[] = [];
  let from = states[0]?.status === "drafted" ? null : whopCreatedAt;
  for (const { at, status } of states) {
    if (valid.has(status)) from ??= at;
    else if (from !== null) {
      if (at > from) spells.push({ from, until: at });
      from = null;
    }
  }
  if (from === null) return spells;
  const end = cancelAtPeriodEnd ? renewalPeriodEnd : null;
  return end !== null && end <= from ? spells : [...spells, { from, until: end }];
}

function statesOf(membership: Membership): { at: Date; status: string }[] {
  const names = new Set([...Object.keys(Object(membership.states)), stateName(membership)]);
  return [...names].sort().map((name) => {
    const [at = "", , ...status] = name.split(" ");
    return { at: new Date(at), status: status.join(" ") };
  });
}
