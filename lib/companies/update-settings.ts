import { isDeepStrictEqual } from "node:util";
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { companies, plans } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { merge } from "../core/merge.ts";
import { parseInput } from "../core/parse.ts";
import { say } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { CompanySettings, readSettings } from "./settings.ts";

export const UpdateSettingsInput = CompanySettings.partial();
export type UpdateSettingsInput = z.infer<typeof UpdateSettingsInput>;

/** Changes what is named and keeps the rest. */
export async function updateSettings(ctx: Ctx, input: UpdateSettingsInput): Promise<CompanySettings> {
  requireOwner(ctx);
  const changes = parseInput(UpdateSettingsInput, input);
  return transact(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({ settings: companies.settings })
      .from(companies)
      .where(eq(companies.companyId, ctx.companyId))
      .for("update");
    if (!row) throw notFound("community");
    if (changes.defaultPlanId) await requirePlan(ctx, changes.defaultPlanId);
    const before = readSettings(row.settings);
    const after = merge<CompanySettings>(before, changes);
    const details = differences(before, after);
    if (Object.keys(details).length === 0) return after;
    await tx
      .update(companies)
      .set({ settings: after, updatedAt: ctx.clock.now() })
      .where(eq(companies.companyId, ctx.companyId));
    if ("payouts" in details || "timeZone" in details)
      await enqueue(ctx, tx, "schedule-payout", { companyId: ctx.companyId });
    // Holds and months of commissions are counted by these.
    if ("holdDays" in details || "timeZone" in details)
      await enqueue(ctx, tx, "settle-affiliates", { companyId: ctx.companyId });
    // A streak is counted in days of the community's time zone where the member's own is not known.
    if ("timeZone" in details) await enqueue(ctx, tx, "refresh-member-stats", { companyId: ctx.companyId });
    // K is kept for one window only.
    if ("viralWindowDays" in details) await enqueue(ctx, tx, "daily-metrics", { companyId: ctx.companyId });
    await recordAudit(ctx, {
      action: "settings.updated",
      subjectType: "company",
      subjectId: ctx.companyId,
      details,
    });
    return after;
  });
}

async function requirePlan(ctx: Ctx, planId: string): Promise<void> {
  const found = await transact(ctx, (tx) =>
    tx
      .select({ planId: plans.planId })
      .from(plans)
      .where(and(eq(plans.companyId, ctx.companyId), eq(plans.planId, planId))),
  );
  if (found.length > 0) return;
  const message = say("setting.noPlan");
  throw new AppError("invalid_input", message, { fields: { defaultPlanId: message } });
}

function differences(before: CompanySettings, after: CompanySettings): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(after)) {
    const was: unknown = Reflect.get(before, name);
    if (!isDeepStrictEqual(was, value)) changed[name] = { before: was, after: value };
  }
  return changed;
}
