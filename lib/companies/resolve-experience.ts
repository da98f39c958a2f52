import { eq } from "drizzle-orm";
import { isCompanyId } from "#db/client.ts";
import { experienceDirectory, experiences } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { type Services, systemContext } from "../core/services.ts";
import { WhopError, type WhopExperience } from "../whop/platform.ts";
import { provisionCompany } from "./provision-company.ts";

/**
 * The company an experience belongs to. Whop is asked once and the answer kept, so that a page finds its
 * company while Whop is down. Call it only for somebody whose access to the experience is proven.
 */
export async function resolveExperience(services: Services, experienceId: string): Promise<string> {
  const [known] = await services.db.withMachinery((tx) =>
    tx
      .select({ companyId: experienceDirectory.companyId })
      .from(experienceDirectory)
      .where(eq(experienceDirectory.experienceId, experienceId)),
  );
  if (known) return known.companyId;
  const experience = await readExperience(services, experienceId);
  if (!isCompanyId(experience.companyId)) throw notFound("community");
  const ctx = systemContext(services, experience.companyId, "identity");
  await provisionCompany(ctx);
  await rememberExperience(ctx, experience);
  return experience.companyId;
}

async function readExperience(services: Services, experienceId: string): Promise<WhopExperience> {
  try {
    return await services.whop.getExperience(experienceId);
  } catch (error) {
    if (error instanceof WhopError && error.kind === "not_found") throw notFound("page");
    const options = { cause: error };
    throw new AppError("unavailable", say("busy.whop"), {}, options);
  }
}

export async function rememberExperience(ctx: Ctx, experience: WhopExperience): Promise<void> {
  const now = ctx.clock.now();
  const { experienceId, name } = experience;
  await transact(ctx, async (tx) => {
    await tx
      .insert(experiences)
      .values({
        companyId: ctx.companyId,
        experienceId,
        name,
        refreshedAt: now,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoUpdate({
        target: [experiences.companyId, experiences.experienceId],
        set: { name, refreshedAt: now, updatedAt: now },
      });
    await tx
      .insert(experienceDirectory)
      .values({ experienceId, companyId: ctx.companyId })
      .onConflictDoNothing();
  });
}
