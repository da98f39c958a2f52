import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, told } from "#app/_edge/wire.ts";
import { factTypes, reconciliationCauses, reconciliationStates, repairKinds } from "#db/enums.ts";
import { cancelReconciliation, getReconciliation, startReconciliation } from "#lib/reconciliation/index.ts";

const Nothing = z.strictObject({});
const Started = z.object({ runId: id });

const Run = z.object({
  id,
  cause: z.enum(reconciliationCauses),
  state: z.enum(reconciliationStates),
  checked: z.int().meta({ description: "Objects of Whop's that were read" }),
  repaired: z.int().meta({ description: "How many of them we did not have, or not as they are" }),
  message: told.nullable().meta({ description: "Why it failed" }),
  startedAt: instant,
  finishedAt: instant.nullable(),
});

export const reconciliationRoutes = [
  route({
    method: "GET",
    path: "/api/v1/reconciliation",
    summary: "How payments, refunds, disputes and memberships agree with Whop's, and what was repaired",
    access: "owner",
    input: Nothing,
    output: z.object({
      running: Run.nullable(),
      last: Run.nullable(),
      cursors: z.array(z.object({ factType: z.enum(factTypes), comparedUntil: instant, checked: z.int() })),
      repairs: z.array(
        z.object({
          id,
          factType: z.enum(factTypes),
          objectId: z.string(),
          kind: z.enum(repairKinds),
          status: z.string(),
          repairedAt: instant,
        }),
      ),
      lostLately: z.int().meta({ description: "Repairs of the last 24 hours: webhooks that were lost" }),
    }),
    run: getReconciliation,
  }),
  route({
    method: "POST",
    path: "/api/v1/reconciliation/start",
    summary: "Compare everything with Whop now",
    access: "owner",
    input: Nothing,
    output: Started,
    status: 201,
    run: startReconciliation,
  }),
  route({
    method: "POST",
    path: "/api/v1/reconciliation/cancel",
    summary: "Stop the comparison under way; what it repaired stays repaired",
    access: "owner",
    input: Nothing,
    output: Started,
    run: cancelReconciliation,
  }),
];
