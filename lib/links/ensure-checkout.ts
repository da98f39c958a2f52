import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { checkoutConfigurations, referralCodeOptions, referralCodes } from "#db/schema/index.ts";
import { getSettings, listPlans, refreshCatalog } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { WhopError } from "../whop/platform.ts";
import { isAllowedDestination } from "./destinations.ts";
import { purchaseUrlIn } from "./purchase-url.ts";
import { referenceOf } from "./reference.ts";
import { linksChanged } from "./update-link.ts";

export const EnsureCheckoutInput = z.strictObject({ codeId: z.uuid() });
export type EnsureCheckoutInput = z.infer<typeof EnsureCheckoutInput>;

export type CheckoutOutcome =
  | { outcome: "ready"; checkoutId: string; purchaseUrl: string }
  /** The community has no plan that the link could sell. */
  | { outcome: "no_plan" }
  /** Whop named an address that is not on the allow-list; it was neither kept nor used. */
  | { outcome: "refused" };

/** `isKept`: it is ours already, and its address as links show it. */
type Made = { checkoutId: string; purchaseUrl: string; isKept: boolean };
type Wanted = { code: string; planId: string; known: Made | null };

/**
 * The checkout of a link's plan, made at Whop when there is none yet. Repeatable and safe in races: Whop
 * answers one idempotency key with one checkout, and the database keeps one live checkout per link and plan.
 * Calls Whop, so it must not run inside a transaction. @throws WhopError
 */
export async function ensureCheckout(
  ctx: Ctx,
  input: EnsureCheckoutInput,
  options: { timeoutMs?: number } = {},
): Promise<CheckoutOutcome> {
  const { codeId } = parseInput(EnsureCheckoutInput, input);
  if (ctx.tx) throw new Error("ensureCheckout calls Whop and must not run inside a transaction");
  const wanted = (await findWanted(ctx, codeId)) ?? (await findWantedAfresh(ctx, codeId));
  if (wanted === null) return { outcome: "no_plan" };
  const made = wanted.known ?? (await createOrAwait(ctx, codeId, wanted.planId, options));
  const { checkoutId, purchaseUrl, isKept } = made;
  if (!isAllowedDestination(ctx.origins, purchaseUrl)) {
    const { companyId } = ctx;
    ctx.log.error(
      { companyId, codeId, checkoutId, purchaseUrl },
      "A checkout's address is outside WHOP_ORIGINS",
    );
    return { outcome: "refused" };
  }
  const ready = isKept ? made : await keep(ctx, codeId, wanted, made);
  return { outcome: "ready", checkoutId: ready.checkoutId, purchaseUrl: ready.purchaseUrl };
}

async function findWanted(ctx: Ctx, codeId: string): Promise<Wanted | null> {
  return transact(ctx, async (tx, ctx) => {
    const [link] = await tx
      .select({ code: referralCodes.code, planId: referralCodeOptions.planId })
      .from(referralCodes)
      .leftJoin(
        referralCodeOptions,
        and(
          eq(referralCodeOptions.companyId, referralCodes.companyId),
          eq(referralCodeOptions.codeId, referralCodes.id),
        ),
      )
      .where(and(eq(referralCodes.companyId, ctx.companyId), eq(referralCodes.id, codeId)));
    if (!link) throw notFound("link");
    const planId = link.planId ?? (await planOfCommunity(ctx));
    if (planId === null) return null;
    return { code: link.code, planId, known: await findLive(ctx, codeId, planId) };
  });
}

/** A community opened a moment ago: its plans are at Whop, but not here yet. */
async function findWantedAfresh(ctx: Ctx, codeId: string): Promise<Wanted | null> {
  await refreshCatalog(ctx);
  return findWanted(ctx, codeId);
}

/** The owner's choice, else the cheapest plan on sale that costs something, else the first on sale. */
async function planOfCommunity(ctx: Ctx): Promise<string | null> {
  const { defaultPlanId } = await getSettings(ctx);
  if (defaultPlanId !== null) return defaultPlanId;
  const onSale = (await listPlans(ctx)).filter((plan) => plan.isVisible);
  const price = (plan: (typeof onSale)[number]) =>
    plan.initialPrice.minor > 0n ? plan.initialPrice.minor : plan.renewalPrice.minor;
  const paid = onSale.filter((plan) => price(plan) > 0n).toSorted((a, b) => Number(price(a) - price(b)));
  return (paid[0] ?? onSale[0])?.planId ?? null;
}

async function findLive(ctx: Ctx, codeId: string, planId: string): Promise<Made | null> {
  const [row] = await transact(ctx, (tx) =>
    tx.execute<Made>(sql`
      SELECT k.checkout_id AS "checkoutId", ${purchaseUrlIn(ctx.companyId)} AS "purchaseUrl", true AS "isKept"
      FROM ${checkoutConfigurations} k
      WHERE k.company_id = ${ctx.companyId} AND k.code_id = ${codeId}::uuid AND k.plan_id = ${planId} AND k.is_live`),
  );
  return row ?? null;
}

const AWAIT_OTHER_MS = 150;
const AWAIT_OTHER_TIMES = 6;

/** Whop refuses a key whose first use is still under way: then somebody else is making this very checkout. */
async function createOrAwait(
  ctx: Ctx,
  codeId: string,
  planId: string,
  options: { timeoutMs?: number },
): Promise<Made> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const made = await ctx.whop.createCheckout(
        {
          companyId: ctx.companyId,
          planId,
          metadata: referenceOf(ctx.secrets, ctx.companyId, codeId),
          idempotencyKey: `ref-${codeId}-${planId}-v1`,
        },
        options,
      );
      return { ...made, isKept: false };
    } catch (error) {
      const isUnderWay = error instanceof WhopError && error.kind === "conflict";
      if (!isUnderWay || attempt >= AWAIT_OTHER_TIMES) throw error;
      await sleep(AWAIT_OTHER_MS);
      const known = await findLive(ctx, codeId, planId);
      if (known !== null) return known;
    }
  }
}

async function keep(ctx: Ctx, codeId: string, wanted: Wanted, made: Made): Promise<Made> {
  const { checkoutId, purchaseUrl } = made;
  const { planId } = wanted;
  return transact(ctx, async (tx, ctx) => {
    const written = await tx
      .insert(checkoutConfigurations)
      .values({
        companyId: ctx.companyId,
        checkoutId,
        codeId,
        planId,
        purchaseUrl,
        metadata: referenceOf(ctx.secrets, ctx.companyId, codeId),
        createdAt: ctx.clock.now(),
      })
      .onConflictDoNothing()
      .returning({ checkoutId: checkoutConfigurations.checkoutId });
    if (written.length > 0) await tx.execute(sql`SELECT pg_notify(${linksChanged}, ${wanted.code})`);
    return (await findLive(ctx, codeId, planId)) ?? made;
  });
}
