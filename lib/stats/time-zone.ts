import { sql } from "drizzle-orm";
import { z } from "zod";
import { getSettings } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

const Names = z.array(z.object({ name: z.string() }));
let known: Set<string> | null = null;

/** The community's time zone as the database knows it. One that is younger than the database's list is UTC to it. */
export async function databaseZone(ctx: Ctx): Promise<string> {
  const { timeZone } = await getSettings(ctx);
  if (timeZone === "UTC") return timeZone;
  if (known === null) {
    const rows = await transact(ctx, (tx) => tx.execute(sql`SELECT name FROM pg_timezone_names`));
    known = new Set(Names.parse([...rows]).map(({ name }) => name));
  }
  return known.has(timeZone) ? timeZone : "UTC";
}
