import { and, eq, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { memberPreferences } from "#db/schema/index.ts";
import { getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

const Names = z.array(z.object({ name: z.string() }));
let known: ReadonlySet<string> | null = null;

/** A zone as the database knows it; the next best for one that is younger than the database's list. */
export async function knownZone(ctx: Ctx, ...wanted: readonly (string | null)[]): Promise<string> {
  const stated = wanted.filter((zone) => zone !== null);
  if (stated.every((zone) => zone === "UTC")) return "UTC";
  if (known === null) {
    const rows = await transact(ctx, (tx) => tx.execute(sql`SELECT name FROM pg_timezone_names`));
    known = new Set(Names.parse([...rows]).map(({ name }) => name));
  }
  const names = known;
  return stated.find((zone) => names.has(zone)) ?? "UTC";
}

/** The community's time zone as the database knows it. */
export async function communityZone(ctx: Ctx): Promise<string> {
  return knownZone(ctx, (await getSettings(ctx)).timeZone);
}

export type Dweller = { userId: string; zone: string };

/** Members with the time zone they live in: their own where they let it be known, else the community's. */
export async function zonesOf(ctx: Ctx, userIds: readonly string[]): Promise<Dweller[]> {
  const ofCommunity = await communityZone(ctx);
  const { companyId, userId, timeZone } = memberPreferences;
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ userId, timeZone })
      .from(memberPreferences)
      .where(and(eq(companyId, ctx.companyId), inIds(userId, userIds), isNotNull(timeZone))),
  );
  const own = new Map(rows.map((row) => [row.userId, row.timeZone]));
  return Promise.all(
    [...new Set(userIds)].map(async (userId) => ({
      userId,
      zone: await knownZone(ctx, own.get(userId) ?? null, ofCommunity),
    })),
  );
}
