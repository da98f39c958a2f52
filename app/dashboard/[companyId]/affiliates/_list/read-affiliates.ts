import { getAffiliateOverview, listAffiliates, listCommissionPlans } from "#lib/affiliates/index.ts";
import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Asked } from "./asked-for.ts";

const mostApplications = 20;

export async function readAffiliates(ctx: Ctx, { filter, search, cursor }: Asked) {
  const [list, overview, plans, settings] = await Promise.all([
    listAffiliates(ctx, {
      ...(filter === "all" ? {} : { status: filter }),
      ...(search === undefined ? {} : { search }),
      ...(cursor === undefined ? {} : { cursor }),
    }),
    getAffiliateOverview(ctx),
    listCommissionPlans(ctx),
    getSettings(ctx),
  ]);
  const isFirst = filter === "all" && search === undefined && cursor === undefined;
  // Whoever has waited longest is answered first.
  const waiting = { status: "applied", order: "oldest", limit: mostApplications } as const;
  const applications =
    isFirst && overview.counts.applied > 0 ? (await listAffiliates(ctx, waiting)).affiliates : [];
  return { list, overview, plans, settings, applications };
}
