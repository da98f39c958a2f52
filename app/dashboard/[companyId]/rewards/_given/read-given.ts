import { redemptionStatuses } from "#db/enums.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type ListedRedemption, listRedemptions } from "#lib/rewards/index.ts";
import type { Query } from "../../open.ts";
import { oneOf, only } from "../../query.ts";

export const filters = ["decision", "all", "granted", "cancelled"] as const;
export type GivenFilter = (typeof filters)[number] | (typeof redemptionStatuses)[number];

export type GivenList = {
  items: readonly ListedRedemption[];
  nextCursor: string | null;
  filter: GivenFilter;
  cursor: string | undefined;
  open: string | undefined;
};

/** What the address asks for. */
export async function readGiven(ctx: Ctx, query: Query): Promise<GivenList> {
  const filter = oneOf(query.status, [...filters, ...redemptionStatuses]) ?? "all";
  const cursor = only(query.cursor);
  const { items, nextCursor } = await listRedemptions(ctx, {
    ...(filter === "decision" ? { needsDecision: true } : {}),
    ...(filter === "decision" || filter === "all" ? {} : { status: filter }),
    ...(cursor ? { cursor } : {}),
  });
  return { items, nextCursor, filter, cursor, open: only(query.open) };
}
