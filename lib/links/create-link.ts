import { and, count, eq } from "drizzle-orm";
import { z } from "zod";
import {
  campaigns,
  codeDirectory,
  plans,
  referralAnalytics,
  referralCodeOptions,
  referralCodes,
} from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { parseInput } from "../core/parse.ts";
import { problem } from "../core/problems.ts";
import { type Said, say } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { lockKnown } from "../members/index.ts";
import { randomCode, VanityCode } from "./codes.ts";
import { type Link, linkFromRow } from "./link.ts";
import { futureInstant } from "./link-limits.ts";

export const ChannelName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, problem("input.channel"));

export const CreateLinkInput = z.strictObject({
  /** Where the link will be shared, such as whatsapp or x; told apart in the member's statistics. */
  channel: ChannelName.nullish(),
  campaignId: z.uuid().nullish(),
  /** A plan of this community that the link sells instead of the default one. */
  planId: z.string().max(80).nullish(),
  /** ISO 8601, in the future. */
  expiresAt: z.iso.datetime({ offset: true }).nullish(),
  maxUses: z.int().min(1).max(1_000_000).nullish(),
  /** A code of the member's own choice; a random one when left out. */
  code: VanityCode.nullish(),
  /** Whose link; the acting member's when left out. */
  userId: z.uuid().optional(),
});
export type CreateLinkInput = z.input<typeof CreateLinkInput>;

const MOST_LINKS = 100;
const TRIES = 5;

/** Makes a link; the code directory's primary key decides who gets a code that two ask for at once. */
export async function createLink(ctx: Ctx, input: CreateLinkInput = {}): Promise<Link> {
  const wish = parseInput(CreateLinkInput, input);
  const userId = whose(ctx, wish.userId);
  const expiresAt = futureInstant(ctx.clock, "expiresAt", wish.expiresAt ?? null);
  return transact(ctx, async (tx, ctx) => {
    await requireKnown(ctx, wish);
    // One at a time for each member, so that two at once do not both take the last place.
    await lockKnown(ctx, userId);
    await requireRoom(ctx, userId);
    const now = ctx.clock.now();
    const id = newId(now);
    const code = await claimCode(ctx, id, wish.code ?? null);
    const row = {
      companyId: ctx.companyId,
      id,
      userId,
      code,
      isActive: true,
      createdAt: now,
      updatedAt: null,
    };
    await tx.insert(referralCodes).values(row);
    const options = {
      companyId: ctx.companyId,
      codeId: id,
      userId,
      channel: wish.channel ?? null,
      campaignId: wish.campaignId ?? null,
      planId: wish.planId ?? null,
      isVanity: Boolean(wish.code),
      expiresAt,
      maxUses: wish.maxUses ?? null,
      createdAt: now,
    };
    const { companyId: _, codeId: __, userId: ___, createdAt: ____, ...chosen } = options;
    const hasOptions = Object.values(chosen).some(Boolean);
    if (hasOptions) await tx.insert(referralCodeOptions).values(options);
    await tx.insert(referralAnalytics).values({
      companyId: ctx.companyId,
      id: newId(now),
      occurredAt: now,
      action: "link_created",
      userId,
      referralCodeId: id,
      metadata: { channel: options.channel, isVanity: options.isVanity },
    });
    await recordAudit(ctx, {
      action: "link.created",
      subjectType: "link",
      subjectId: id,
      details: { code, ...(hasOptions ? chosen : {}) },
    });
    await enqueue(ctx, tx, "create-checkout", { companyId: ctx.companyId, codeId: id });
    return linkFromRow(ctx.origins, {
      code: row,
      options: hasOptions ? { ...options, pausedByTeam: false } : null,
      purchaseUrl: null,
    });
  });
}

type Wish = z.output<typeof CreateLinkInput>;

async function requireKnown(ctx: Ctx, { planId, campaignId }: Wish): Promise<void> {
  await transact(ctx, async (tx) => {
    if (planId) {
      const found = await tx
        .select({ id: plans.planId })
        .from(plans)
        .where(and(eq(plans.companyId, ctx.companyId), eq(plans.planId, planId)));
      if (found.length === 0) throw unknownTo("planId", say("link.noPlan"));
    }
    if (campaignId) {
      const found = await tx
        .select({ id: campaigns.id })
        .from(campaigns)
        .where(and(eq(campaigns.companyId, ctx.companyId), eq(campaigns.id, campaignId)));
      if (found.length === 0) throw unknownTo("campaignId", say("link.noCampaign"));
    }
  });
}

function unknownTo(field: string, message: Said): AppError {
  return new AppError("invalid_input", message, { fields: { [field]: message } });
}

async function requireRoom(ctx: Ctx, userId: string): Promise<void> {
  const [row] = await transact(ctx, (tx) =>
    tx
      .select({ links: count() })
      .from(referralCodes)
      .where(and(eq(referralCodes.companyId, ctx.companyId), eq(referralCodes.userId, userId))),
  );
  if ((row?.links ?? 0) < MOST_LINKS) return;
  throw new AppError("conflict", say("link.most", { count: MOST_LINKS }));
}

async function claimCode(ctx: Ctx, codeId: string, vanity: string | null): Promise<string> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const code = vanity ?? randomCode();
    const claimed = await transact(ctx, (tx) =>
      tx
        .insert(codeDirectory)
        .values({ code, companyId: ctx.companyId, codeId })
        .onConflictDoNothing()
        .returning({ code: codeDirectory.code }),
    );
    if (claimed.length > 0) return code;
    if (vanity !== null) {
      const message = say("link.taken", { code: vanity });
      throw new AppError("conflict", message, { fields: { code: message } });
    }
  }
  throw new AppError("unavailable", say("link.noneFree"), { retryAfterSeconds: 1 });
}
