import type { TenantTx } from "#db/client.ts";
import type { Ctx } from "../core/context.ts";
import { type JobName, type JobPayload, jobCatalog } from "./catalog.ts";

export type EnqueueOptions = { startAfterSeconds?: number };

/** Puts a job on the queue in the transaction of the change that makes it necessary. */
export async function enqueue<N extends JobName>(
  ctx: Ctx,
  tx: TenantTx,
  name: N,
  payload: JobPayload<N>,
  options: EnqueueOptions = {},
): Promise<void> {
  await ctx.jobs.send(tx, name, [checkedPayload(ctx, name, payload)], options);
}

/** As enqueue, for any number of payloads of one kind, with one statement and in as few jobs as can be. */
export async function enqueueEach<N extends JobName>(
  ctx: Ctx,
  tx: TenantTx,
  name: N,
  payloads: readonly JobPayload<N>[],
): Promise<void> {
  if (payloads.length === 0) return;
  await ctx.jobs.send(
    tx,
    name,
    payloads.map((payload) => checkedPayload(ctx, name, payload)),
  );
}

/** @throws when the payload is not what the catalog says, or of another company: both are faults of the caller */
export function checkedPayload(ctx: Ctx, name: JobName, payload: object): { companyId: string } {
  const parsed: { companyId: string } = jobCatalog[name].payload.parse(payload);
  if (parsed.companyId !== ctx.companyId) {
    throw new Error(`A job ${name} of another company was about to be sent`);
  }
  return parsed;
}
