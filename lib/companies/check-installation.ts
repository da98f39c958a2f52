import { and, eq, gt, sql } from "drizzle-orm";
import { webhookEvents } from "#db/schema/index.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { manifest, operationPermissions, WhopError, type WhopOperation } from "../whop/index.ts";

export type Installation = {
  /** False when Whop did not answer; then nothing is proven. */
  reachable: boolean;
  permissions: {
    name: string;
    reason: string;
    required: boolean;
    /** Whop tells of a permission only by granting or refusing a call, and some calls would change something. */
    state: "granted" | "missing" | "unproven";
  }[];
  webhook: {
    /** `unknown` when Whop does not let the app look at it. */
    state: "in_order" | "switched_off" | "incomplete" | "missing" | "unknown";
    missingEvents: string[];
  };
  checkedAt: Date;
};

type Findings = { granted: Set<string>; missing: Set<string>; unreachable: number };

/** Asks Whop, by calls that change nothing, whether the app has what it needs in this community. */
export async function checkInstallation(ctx: Ctx): Promise<Installation> {
  requireOwner(ctx);
  const found: Findings = { granted: new Set(), missing: new Set(), unreachable: 0 };
  const [webhook] = await Promise.all([
    checkWebhook(ctx, found),
    ...Object.entries(probesOf(ctx)).map(([operation, ask]) => probe(found, operation, ask)),
  ]);
  for (const name of await received(ctx)) found.granted.add(name);
  return {
    reachable: found.unreachable === 0,
    permissions: manifest.permissions.map(({ name, reason, required }) => ({
      name,
      reason,
      required,
      state: found.missing.has(name) ? "missing" : found.granted.has(name) ? "granted" : "unproven",
    })),
    webhook,
    checkedAt: ctx.clock.now(),
  };
}

/** One page of each list, and of promo codes one that is surely empty. */
function probesOf({ whop, companyId, clock }: Ctx): Partial<Record<WhopOperation, () => Promise<unknown>>> {
  const now = clock.now();
  return {
    getCompany: () => whop.getCompany(companyId),
    listProducts: () => first(whop.listProducts(companyId)),
    listPlans: () => first(whop.listPlans(companyId)),
    listMemberships: () => first(whop.listMemberships({ companyId, createdAfter: now })),
    listPayments: () => first(whop.listPayments({ companyId, updatedAfter: now })),
    listRefunds: () => first(whop.listRefunds({ companyId, createdAfter: now })),
    listDisputes: () => first(whop.listDisputes({ companyId, createdAfter: now })),
    findPromoCode: () => whop.findPromoCode(companyId, "referly", now),
  };
}

async function first(list: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of list) return;
}

async function probe(found: Findings, operation: string, ask: () => Promise<unknown>): Promise<void> {
  const [, needed = []] = Object.entries(operationPermissions).find(([name]) => name === operation) ?? [];
  try {
    await ask();
    for (const name of needed) found.granted.add(name);
  } catch (error) {
    if (!(error instanceof WhopError)) throw error;
    if (error.kind !== "permission_missing") found.unreachable += 1;
    else for (const name of error.permission ? [error.permission] : needed) found.missing.add(name);
  }
}

async function checkWebhook(ctx: Ctx, found: Findings): Promise<Installation["webhook"]> {
  const ours = `${ctx.origins.app}/api/webhooks/whop`;
  const { events } = manifest.webhooks;
  try {
    const subscribed = new Set<string>();
    let isThere = false;
    let isEnabled = false;
    for await (const webhook of ctx.whop.listWebhooks()) {
      if (webhook.url.replace(/\/$/, "") !== ours) continue;
      isThere = true;
      if (!webhook.isEnabled) continue;
      isEnabled = true;
      for (const event of webhook.events) subscribed.add(event);
    }
    found.granted.add("developer:manage_webhook");
    const missingEvents = events.filter((event) => !subscribed.has(event));
    if (!isThere) return { state: "missing", missingEvents };
    if (!isEnabled) return { state: "switched_off", missingEvents };
    return { state: missingEvents.length > 0 ? "incomplete" : "in_order", missingEvents };
  } catch (error) {
    if (!(error instanceof WhopError)) throw error;
    if (error.kind === "permission_missing") found.missing.add("developer:manage_webhook");
    return { state: "unknown", missingEvents: [] };
  }
}

const receivedLatelyMs = 28 * dayMs;

/** What arrived was allowed to: the permissions to receive events, by the kinds that came. */
async function received(ctx: Ctx): Promise<string[]> {
  const since = new Date(ctx.clock.now().getTime() - receivedLatelyMs);
  const rows = await transact(ctx, (tx) =>
    tx
      .selectDistinct({ kind: sql<string | null>`split_part(${webhookEvents.type}, '.', 1)` })
      .from(webhookEvents)
      .where(and(eq(webhookEvents.companyId, ctx.companyId), gt(webhookEvents.receivedAt, since))),
  );
  return rows.map(({ kind }) => `webhook_receive:${kind}s`);
}
