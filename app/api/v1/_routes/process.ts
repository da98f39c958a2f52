import { z } from "zod";
import type { PublicRoute } from "#app/_edge/declare.ts";
import { readiness } from "#lib/runtime/readiness.ts";

const Check = z.object({ ok: z.boolean(), message: z.string() });

/** For whoever runs the server: a load balancer, a supervisor, a person with curl. */
export const processRoutes: PublicRoute[] = [
  {
    method: "GET",
    path: "/api/health/live",
    summary: "The process is up",
    access: "public",
    output: z.object({ live: z.literal(true) }),
    answer: () => ({ status: 200, body: { live: true } }),
  },
  {
    method: "GET",
    path: "/api/health/ready",
    summary: "Whether the process can serve people now, and why not; 503 when it cannot",
    access: "public",
    unready: "It cannot serve people now, and why",
    output: z.object({
      ready: z.boolean(),
      draining: z.boolean(),
      checks: z.object({ database: Check, migrations: Check, signIn: Check }),
      gauges: z.record(z.string(), z.record(z.string(), z.union([z.number(), z.boolean()]))),
    }),
    answer: async (services) => {
      const body = await readiness(services);
      return { status: body.ready ? 200 : 503, body };
    },
  },
];
