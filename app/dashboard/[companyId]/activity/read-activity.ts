import { type Activity, listActivity } from "#lib/audit/index.ts";
import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { displayName, membersById } from "#lib/members/index.ts";
import { listParties } from "#lib/referrals/index.ts";
import type { Query } from "../open.ts";
import { oneOf, uuid } from "../query.ts";

export const filters = ["all", "people"] as const;

/** Whom an entry is about, where its id alone would not tell. */
export type About =
  | { kind: "referral"; referrer: string; referred: string }
  | { kind: "redemption"; reward: string; name: string | null }
  | { kind: "payout"; number: number }
  | { kind: "named"; name: string }
  | null;

export async function readActivity(ctx: Ctx, query: Query) {
  const filter = oneOf(query.show, filters) ?? "all";
  const cursor = uuid(query.cursor);
  const [{ entries, nextCursor }, settings] = await Promise.all([
    listActivity(ctx, { byPeople: filter === "people", ...(cursor ? { cursor } : {}) }),
    getSettings(ctx),
  ]);
  return { filter, cursor, entries: await withAbout(ctx, entries), nextCursor, settings };
}

async function withAbout(ctx: Ctx, entries: readonly Activity[]) {
  const [parties, members] = await Promise.all([
    listParties(ctx, { referralIds: entries.filter(isOfReferral).map(({ subjectId }) => subjectId) }),
    membersById(
      ctx,
      entries.flatMap(({ details }) => (typeof details.userId === "string" ? details.userId : [])),
    ),
  ]);
  return entries.map((entry) => {
    const pair = isOfReferral(entry) ? parties.get(entry.subjectId) : undefined;
    const member = members.get(String(entry.details.userId));
    return { ...entry, about: aboutOf(entry, pair, member ? displayName(member) : null) };
  });
}

function isOfReferral({ subjectType, subjectId }: Activity): boolean {
  return subjectType === "referral" && uuid(subjectId) !== undefined;
}

type Pair = { referrer: { name: string }; referred: { name: string } };

function aboutOf({ action, details }: Activity, pair: Pair | undefined, member: string | null): About {
  if (pair) return { kind: "referral", referrer: pair.referrer.name, referred: pair.referred.name };
  if (typeof details.reward === "string") return { kind: "redemption", reward: details.reward, name: member };
  if (typeof details.number === "number") return { kind: "payout", number: details.number };
  const name =
    details.name ?? details.title ?? details.code ?? (action.startsWith("affiliate.") ? member : null);
  return typeof name === "string" ? { kind: "named", name } : null;
}
