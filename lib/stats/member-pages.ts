import { and, asc, eq, gt } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** The ids of everybody the community knows, in their order, so many at a time. */
export async function* memberPages(ctx: Ctx, size: number): AsyncGenerator<string[]> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const page = await transact(ctx, (tx) =>
      tx
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.companyId, ctx.companyId), gt(users.id, after)))
        .orderBy(asc(users.id))
        .limit(size),
    );
    const last = page.at(-1);
    if (!last) return;
    yield page.map(({ id }) => id);
    after = last.id;
  }
}
