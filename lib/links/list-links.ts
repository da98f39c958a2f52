import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { inIds } from "#db/in-ids.ts";
import { checkoutConfigurations, companies, referralCodeOptions, referralCodes } from "#db/schema/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { type Link, linkFromRow } from "./link.ts";
import { purchaseUrlIn } from "./purchase-url.ts";

export const ListLinksInput = z.strictObject({
  /** Whose links; a member's own when left out. */
  userId: z.uuid().optional(),
});
export type ListLinksInput = z.infer<typeof ListLinksInput>;

/** A member's links, oldest first. Members read their own; the team reads anybody's. */
export async function listLinks(ctx: Ctx, input: ListLinksInput = {}): Promise<Link[]> {
  const { userId } = parseInput(ListLinksInput, input);
  return (await linksOf(ctx, whose(ctx, userId))) ?? [];
}

const linksOf = batchedRead<Link[]>({
  mostKeys: 500,
  load: async (ctx, userIds) =>
    Map.groupBy(await readLinks(ctx, inIds(referralCodes.userId, userIds)), ({ userId }) => userId),
});

export const GetLinkInput = z.strictObject({ id: z.uuid() });
export type GetLinkInput = z.infer<typeof GetLinkInput>;

/** @throws AppError not_found, also when the link is another member's */
export async function getLink(ctx: Ctx, input: GetLinkInput): Promise<Link> {
  const { id } = parseInput(GetLinkInput, input);
  const [link] = await readLinks(ctx, eq(referralCodes.id, id));
  if (!link || (ctx.actor.kind === "member" && link.userId !== ctx.actor.userId)) throw notFound("link");
  return link;
}

/** The checkout for the plan that a link sells: its own plan, else the community's. */
const currentUrl = (ctx: Ctx) => sql<string | null>`(
  SELECT ${purchaseUrlIn(ctx.companyId)} FROM ${checkoutConfigurations} k
  WHERE k.company_id = ${referralCodes.companyId} AND k.code_id = ${referralCodes.id} AND k.is_live
    AND k.plan_id = coalesce(${referralCodeOptions.planId}, ${companies.settings} ->> 'defaultPlanId', k.plan_id)
  ORDER BY k.created_at DESC LIMIT 1)`;

async function readLinks(ctx: Ctx, which: SQL): Promise<Link[]> {
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ code: referralCodes, options: referralCodeOptions, purchaseUrl: currentUrl(ctx) })
      .from(referralCodes)
      .innerJoin(companies, eq(companies.companyId, referralCodes.companyId))
      .leftJoin(
        referralCodeOptions,
        and(
          eq(referralCodeOptions.companyId, referralCodes.companyId),
          eq(referralCodeOptions.codeId, referralCodes.id),
        ),
      )
      .where(and(eq(referralCodes.companyId, ctx.companyId), which))
      .orderBy(asc(referralCodes.createdAt), asc(referralCodes.id)),
  );
  return rows.map((row) => linkFromRow(ctx.origins, row));
}
