import { and, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { fraudChecks } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { membersById } from "../members/index.ts";
import { assess } from "./assess.ts";
import { findReaders, type Settled } from "./readers.ts";
import { gatherScreenInputs } from "./screen-input.ts";

type Said = Pick<typeof fraudChecks.$inferSelect, "checkType" | "points" | "flagged" | "failed" | "details">;

/**
 * Whop's ids of people whom the rules would judge otherwise now than they did, for what has changed about others:
 * a referral that is told late may have come first. Nobody is judged by a verdict about somebody else, so that
 * asking each of them once more is enough.
 */
export async function findOutdated(
  ctx: Ctx,
  settled: Settled,
  screenedNow: ReadonlySet<string>,
): Promise<string[]> {
  const readers = (await findReaders(ctx, settled)).filter(({ id }) => !screenedNow.has(id));
  if (readers.length === 0) return [];
  const said = await readSaid(
    ctx,
    readers.map(({ id }) => id),
  );
  const gathered = await gatherScreenInputs(ctx, readers);
  const outdated = gathered.filter(({ referral, input }) => {
    const before = said.get(referral.id);
    // Whoever was never screened is when they are settled themselves.
    if (before === undefined) return false;
    const now = assess(input).checks.map(({ type, evidence, ...check }) =>
      textOf({ ...check, checkType: type, details: evidence }),
    );
    return now.sort().join() !== before.map(textOf).sort().join();
  });
  const people = await membersById(
    ctx,
    outdated.map(({ referral }) => referral.referredId),
  );
  return [...people.values()].map(({ whopUserId }) => whopUserId);
}

/** What a rule saw counts only where it found something: in a crowd, how many there were changes with everybody. */
function textOf({ checkType, points, flagged, failed, details }: Said): string {
  const seen = flagged ? Object.entries(Object(details)).sort(([a], [b]) => (a < b ? -1 : 1)) : [];
  return JSON.stringify([checkType, points, flagged, failed, seen]);
}

async function readSaid(ctx: Ctx, referralIds: readonly string[]): Promise<Map<string, Said[]>> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(fraudChecks)
      .where(and(eq(fraudChecks.companyId, ctx.companyId), inIds(fraudChecks.referralId, referralIds))),
  );
  return Map.groupBy(rows, ({ referralId }) => referralId);
}
