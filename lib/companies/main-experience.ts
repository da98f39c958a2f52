import { asc, eq } from "drizzle-orm";
import { experiences } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";

/** The experience in which the community sees the app: the first that was opened. Null before anybody opened one. */
export async function mainExperience(ctx: Ctx): Promise<string | null> {
  const [first] = await transact(ctx, (tx) =>
    tx
      .select({ experienceId: experiences.experienceId })
      .from(experiences)
      .where(eq(experiences.companyId, ctx.companyId))
      .orderBy(asc(experiences.createdAt), asc(experiences.experienceId))
      .limit(1),
  );
  return first?.experienceId ?? null;
}
