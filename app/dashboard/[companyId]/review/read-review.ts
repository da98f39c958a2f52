import type { z } from "zod";
import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type ListCasesInput, listCases } from "#lib/fraud/index.ts";
import { trustScoresOf } from "#lib/trust/index.ts";

const shown = 20;

/** Cases, with how far those who referred are trusted. */
export async function readReview(ctx: Ctx, asked: Pick<z.input<typeof ListCasesInput>, "status" | "cursor">) {
  const [page, settings] = await Promise.all([listCases(ctx, { ...asked, limit: shown }), getSettings(ctx)]);
  const trust = await trustScoresOf(ctx, [...new Set(page.cases.map(({ referrer }) => referrer.userId))]);
  return [page, settings, trust] as const;
}
