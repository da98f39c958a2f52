import { eq } from "drizzle-orm";
import { attributionRules, companies } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { enqueue } from "../jobs/index.ts";
import { type WhopCompany, WhopError } from "../whop/platform.ts";
import { type Company, companyFromRow, findCompany, getCompany } from "./get-company.ts";
import { firstRules } from "./rules.ts";
import { defaultSettings } from "./settings.ts";

/** Shown until Whop tells the community's name. */
const UNNAMED = "Your community";

/**
 * Makes the company on first sight, with the first rules and the jobs that read its past: Whop has no event
 * for an installation. A company that had been removed begins again where it was.
 */
export async function provisionCompany(ctx: Ctx): Promise<Company> {
  const known = await findCompany(ctx);
  if (known?.status === "active") return known;
  const profile = await readProfile(ctx);
  return transact(ctx, async (tx, ctx) => {
    const now = ctx.clock.now();
    const inserted = await tx
      .insert(companies)
      .values({
        companyId: ctx.companyId,
        title: profile?.title ?? UNNAMED,
        route: profile?.route ?? null,
        logoUrl: profile?.logoUrl ?? null,
        ownerWhopUserId: profile?.ownerUserId ?? null,
        memberCount: profile?.memberCount ?? null,
        settings: defaultSettings,
        profileRefreshedAt: profile ? now : null,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing()
      .returning();
    const revived = inserted.length > 0 ? false : await revive(ctx, now);
    if (inserted.length > 0) {
      const { version, ...rules } = firstRules;
      await tx
        .insert(attributionRules)
        .values({ companyId: ctx.companyId, version, ...rules, createdBy: ctx.actor.name, createdAt: now })
        .onConflictDoNothing();
    }
    if (inserted.length > 0 || revived)
      await begin(ctx, revived ? "company.reinstalled" : "company.installed");
    const [row] = inserted;
    return row ? companyFromRow(row) : getCompany(ctx);
  });
}

/** The name is worth having, not worth failing for: the catalog job asks again. */
async function readProfile(ctx: Ctx): Promise<WhopCompany | null> {
  try {
    return await ctx.whop.getCompany(ctx.companyId);
  } catch (error) {
    if (!(error instanceof WhopError)) throw error;
    ctx.log.warn({ companyId: ctx.companyId, error }, "The community's profile could not be read");
    return null;
  }
}

async function revive(ctx: Ctx, now: Date): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const [row] = await tx
      .select({ status: companies.status })
      .from(companies)
      .where(eq(companies.companyId, ctx.companyId))
      .for("update");
    if (row?.status !== "uninstalled") return false;
    await tx
      .update(companies)
      .set({ status: "active", updatedAt: now })
      .where(eq(companies.companyId, ctx.companyId));
    return true;
  });
}

async function begin(ctx: Ctx, action: string): Promise<void> {
  await transact(ctx, async (tx, ctx) => {
    await recordAudit(ctx, { action, subjectType: "company", subjectId: ctx.companyId });
    const payload = { companyId: ctx.companyId };
    await enqueue(ctx, tx, "refresh-catalog", payload);
    await enqueue(ctx, tx, "reconcile", { ...payload, cause: "backfill" });
    await enqueue(ctx, tx, "process-parked", payload);
    await enqueue(ctx, tx, "daily-metrics", payload);
  });
}
