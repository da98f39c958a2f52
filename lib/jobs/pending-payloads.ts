import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { type JobName, type JobPayload, jobCatalog } from "./catalog.ts";
import { unpacked } from "./packed.ts";

const Waiting = z.array(z.object({ data: z.unknown() }));

/** What is still to be done of one kind of work of this community, or being done now. */
export async function pendingPayloads<N extends JobName>(ctx: Ctx, name: N): Promise<JobPayload<N>[]> {
  const rows = await transact(ctx, (tx) =>
    tx.execute(sql`
      SELECT data FROM pgboss.job
      WHERE name = ${name} AND state < 'completed' AND data ->> 'companyId' = ${ctx.companyId}`),
  );
  return Waiting.parse([...rows])
    .flatMap(({ data }) => unpacked(data))
    .flatMap((payload) => readPayload(name, payload) ?? []);
}

/** The catalog's schema of one name gives that name's payload, which the union of all of them has forgotten. */
function readPayload<N extends JobName>(name: N, data: unknown): JobPayload<N> | null {
  const read = jobCatalog[name].payload.safeParse(data);
  return read.success ? (read.data as JobPayload<N>) : null;
}
