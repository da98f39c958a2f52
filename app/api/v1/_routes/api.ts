import { z } from "zod";
import type { AnyRoute, PublicRoute } from "#app/_edge/declare.ts";
import { createDispatcher, type DispatchOptions } from "#app/_edge/dispatch.ts";
import type { ApiHandler } from "#app/_edge/exchange.ts";
import { openApiDocument } from "#app/_edge/openapi.ts";
import type { AppServices } from "#lib/runtime/services.ts";
import { affiliateRoutes } from "./affiliates.ts";
import { apiKeyRoutes } from "./api-keys.ts";
import { badgeRoutes } from "./badges.ts";
import { campaignRoutes } from "./campaigns.ts";
import { claimRoutes } from "./claims.ts";
import { commissionRoutes } from "./commissions.ts";
import { companyRoutes } from "./company.ts";
import { earningsRoutes } from "./earnings.ts";
import { exportRoutes, longExportRoutes } from "./exports.ts";
import { ledgerRoutes } from "./ledger.ts";
import { createLinkRoutes, linkRoutes } from "./links.ts";
import { machineryRoutes } from "./machinery.ts";
import { memberRoutes } from "./members.ts";
import { notificationRoutes } from "./notifications.ts";
import { payoutRoutes } from "./payouts.ts";
import { preferenceRoutes } from "./preferences.ts";
import { privacyRoutes } from "./privacy.ts";
import { processRoutes } from "./process.ts";
import { reconciliationRoutes } from "./reconciliation.ts";
import { redemptionRoutes } from "./redemptions.ts";
import { referralRoutes } from "./referrals.ts";
import { reviewRoutes } from "./review.ts";
import { rewardRoutes } from "./rewards.ts";
import { savedViewRoutes } from "./saved-views.ts";
import { standingRoutes } from "./standings.ts";
import { leaderboardRoute, statsRoutes } from "./stats.ts";
import { trustRoutes } from "./trust.ts";

const openApiRoute: PublicRoute = {
  method: "GET",
  path: "/api/v1/openapi.json",
  summary: "This document",
  access: "public",
  output: z.record(z.string(), z.unknown()),
  answer: ({ origins }) => ({ status: 200, body: openApiDocument(apiRoutes, origins.app) }),
};

/** Every address of the API. A route that is not here does not exist. */
export const apiRoutes: readonly AnyRoute[] = [
  ...createLinkRoutes,
  ...statsRoutes,
  ...linkRoutes,
  leaderboardRoute,
  ...badgeRoutes,
  ...rewardRoutes,
  ...redemptionRoutes,
  ...referralRoutes,
  ...reviewRoutes,
  ...claimRoutes,
  ...trustRoutes,
  ...campaignRoutes,
  ...standingRoutes,
  ...affiliateRoutes,
  ...commissionRoutes,
  ...earningsRoutes,
  ...payoutRoutes,
  ...ledgerRoutes,
  ...exportRoutes,
  ...longExportRoutes,
  ...companyRoutes,
  ...machineryRoutes,
  ...reconciliationRoutes,
  ...apiKeyRoutes,
  ...memberRoutes,
  ...preferenceRoutes,
  ...savedViewRoutes,
  ...notificationRoutes,
  ...privacyRoutes,
  ...processRoutes,
  openApiRoute,
];

export function createApi(services: AppServices, options: DispatchOptions = {}): ApiHandler {
  return createDispatcher(services, apiRoutes, options);
}
