import { sql } from "drizzle-orm";
import { textArray } from "#db/in-ids.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { erasedName } from "../members/index.ts";

/** Whoever is erased is looked for no more: views that name them are put away, without the words. */
export async function forgetViews(
  ctx: Ctx,
  words: { exact: readonly string[]; names: readonly string[] },
): Promise<void> {
  const now = sql`${ctx.clock.now().toISOString()}::timestamptz`;
  const without = (text: ReturnType<typeof sql>) =>
    sql`without_words(${text}, ${textArray(words.exact)}, ${textArray(words.names)}, '')`;
  await transact(ctx, (tx) =>
    tx.execute(sql`
      UPDATE saved_views
         SET name = ${erasedName}, query = '{}', archived_at = coalesce(archived_at, ${now}), updated_at = ${now}
       WHERE company_id = ${ctx.companyId}
         AND (${without(sql`name`)} <> name OR ${without(sql`query::text`)} <> query::text)`),
  );
}
