import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { instant } from "#app/_edge/wire.ts";
import { getCompany } from "#lib/companies/index.ts";
import { getHealth, listStuckWork, replayWork } from "#lib/jobs/index.ts";

const count = z.int();

const Health = z.object({
  workerRuns: z.boolean().nullable(),
  webhooks: z.object({
    lastAt: instant.nullable(),
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
  kind: z.enum(["webhook", "job", "delivery", "payment"]),
  id: z.string(),
  title: z.string(),
  state: z.string(),
  reason: z.string(),
  since: instant,
  action: z.enum(["replay", "retry_delivery"]).nullable(),
  hint: z.string(),
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
