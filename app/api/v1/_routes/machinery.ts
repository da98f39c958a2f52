import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { instant, told } from "#app/_edge/wire.ts";
import { checkInstallation, getCompany } from "#lib/companies/index.ts";
import { getHealth, listStuckWork, replayWork } from "#lib/jobs/index.ts";
import { ComparedNumber, getStatsComparison } from "#lib/stats/index.ts";

const count = z.int();

const Health = z.object({
  workerRuns: z.boolean().nullable(),
  webhooks: z.object({
    lastAt: instant.nullable(),
    isSilent: z
      .boolean()
      .meta({ description: "No webhook came for a time that is unusual for this community" }),
    parked: count,
    refused: count,
    poison: count,
    dead: count,
    conflicting: count,
  }),
  jobs: z.object({ failing: count, dead: count }),
  deliveries: z.object({ unknown: count, held: count }),
  payments: z.object({ unreadable: count }),
});

const StuckWork = z.object({
  kind: z.enum(["webhook", "job", "delivery", "payout", "payment"]),
  id: z.string(),
  title: told,
  state: z.string(),
  reason: told,
  since: instant,
  action: z.enum(["replay", "retry_delivery", "retry_payout_item"]).nullable(),
  hint: told,
});

const Installation = z.object({
  reachable: z.boolean().meta({ description: "False when Whop did not answer; then nothing is proven" }),
  permissions: z.array(
    z.object({
      name: z.string(),
      required: z.boolean(),
      reason: z.string(),
      state: z
        .enum(["granted", "missing", "unproven"])
        .meta({ description: "`unproven`: Whop says so only when it is used" }),
    }),
  ),
  webhook: z.object({
    state: z.enum(["in_order", "switched_off", "incomplete", "missing", "unknown"]),
    missingEvents: z.array(z.string()),
  }),
  checkedAt: instant,
});

export const machineryRoutes = [
  route({
    method: "GET",
    path: "/api/v1/health",
    summary: "How the machinery of this community does, and everything that does not go on by itself",
    access: "owner",
    input: z.strictObject({}),
    output: z.object({
      health: Health,
      stuck: z.array(StuckWork),
      catalogReadAt: instant
        .nullable()
        .meta({ description: "When the community's plans were last read from Whop" }),
      pastMembersReadAt: instant
        .nullable()
        .meta({ description: "Null while past memberships are not all known" }),
    }),
    run: async (ctx) => {
      const { profileRefreshedAt, backfilledAt } = await getCompany(ctx);
      return {
        health: await getHealth(ctx),
        stuck: await listStuckWork(ctx),
        catalogReadAt: profileRefreshedAt,
        pastMembersReadAt: backfilledAt,
      };
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/health/numbers",
    summary: "What last night's comparison of the kept numbers with the rows behind them found",
    access: "owner",
    input: z.strictObject({}),
    output: z.object({
      comparison: z
        .object({ comparedAt: instant, members: count, differences: count, details: z.array(ComparedNumber) })
        .nullable(),
    }),
    run: async (ctx) => ({ comparison: await getStatsComparison(ctx) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/health/check",
    summary: "Ask Whop now whether the app has its permissions and its webhook, and say what is missing",
    access: "owner",
    input: z.strictObject({}),
    output: Installation,
    run: checkInstallation,
  }),
  route({
    method: "POST",
    path: "/api/v1/work/replay",
    summary: "Have a webhook or job that was given up processed again",
    access: "owner",
    input: z.strictObject({ kind: z.enum(["webhook", "job"]), id: z.string().min(1).max(256) }),
    output: z.object({ replayed: z.boolean() }),
    run: async (ctx, input) => {
      await replayWork(ctx, input);
      return { replayed: true };
    },
  }),
];
