import { redemptionStatuses } from "#db/enums.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type ListedRedemption, listRedemptions } from "#lib/rewards/index.ts";
import { trustScoresOf } from "#lib/trust/index.ts";
import type { Query } from "../../open.ts";
import { oneOf, uuid } from "../../query.ts";

export const filters = ["all", "decision", "pending", "granted", "claimed", "cancelled"] as const;
export type GivenFilter = (typeof filters)[number] | (typeof redemptionStatuses)[number];

export type GivenList = {
  items: readonly ListedRedemption[];
  nextCursor: string | null;
  filter: GivenFilter;
  cursor: string | undefined;
  /** The one whose sheet is open, whether or not it is on this page of the list. */
  opened: ListedRedemption | null;
  /** The trust score of whose it is. */
  trust: number | null;
};

/** What the address asks for. */
export async function readGiven(ctx: Ctx, query: Query): Promise<GivenList> {
  const filter = oneOf(query.status, [...filters, ...redemptionStatuses]) ?? "all";
  const cursor = uuid(query.cursor);
  const open = uuid(query.open);
  const { items, nextCursor } = await listRedemptions(ctx, {
    ...(filter === "decision" ? { needsDecision: true } : {}),
    ...(filter === "decision" || filter === "all" ? {} : { status: filter }),
    ...(cursor ? { cursor } : {}),
  });
  const listed = items.find(({ id }) => id === open);
  const opened =
    open === undefined ? undefined : (listed ?? (await listRedemptions(ctx, { id: open })).items[0]);
  const trust = opened ? await trustScoresOf(ctx, [opened.userId]) : null;
  return {
    items,
    nextCursor,
    filter,
    cursor,
    opened: opened ?? null,
    trust: trust?.values().next().value?.score ?? null,
  };
}
