import { eq } from "drizzle-orm";
import { companies } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { recordMemberships } from "../facts/index.ts";
import type { JobPayload } from "../jobs/index.ts";
import { ensureMembers } from "../members/index.ts";
import type { MembershipFact, Person } from "../whop/facts.ts";
import { readMembership } from "../whop/normalise.ts";
import { WhopError } from "../whop/platform.ts";

const batchSize = 100;

type Batch = { facts: MembershipFact[]; people: Person[] };

/**
 * Reads every membership the company ever had, so that an existing customer is known as one. Until it has
 * ended once, customers are looked up one by one. May be repeated, and begins again after a failure.
 */
export async function handle(
  ctx: Ctx,
  _payload: JobPayload<"backfill-memberships">,
  run: { progress(done: number): Promise<void> },
): Promise<void> {
  let batch: Batch = { facts: [], people: [] };
  let done = 0;
  let unreadable = 0;
  for await (const object of memberships(ctx)) {
    const reading = readMembership(object, ctx.clock.now());
    if (!reading.ok) {
      unreadable += 1;
      ctx.log.warn({ companyId: ctx.companyId, problem: reading.problem }, "A past membership was left out");
      continue;
    }
    batch.facts.push(reading.fact);
    if (reading.person) batch.people.push(reading.person);
    if (batch.facts.length < batchSize) continue;
    await store(ctx, batch);
    done += batch.facts.length;
    await run.progress(done);
    batch = { facts: [], people: [] };
  }
  await store(ctx, batch);
  const now = ctx.clock.now();
  await transact(ctx, (tx) =>
    tx
      .update(companies)
      .set({ backfilledAt: now, updatedAt: now })
      .where(eq(companies.companyId, ctx.companyId)),
  );
  if (unreadable > 0)
    ctx.log.warn({ companyId: ctx.companyId, unreadable }, "Past memberships were left out");
}

async function* memberships(ctx: Ctx): AsyncIterable<unknown> {
  try {
    yield* ctx.whop.listMemberships({ companyId: ctx.companyId });
  } catch (error) {
    if (!(error instanceof WhopError) || error.kind !== "permission_missing") throw error;
    const which = error.permission ?? "member:basic:read";
    const message = `Past members cannot be read, because Whop's permission ${which} is missing. Approve it on Whop, then try this again.`;
    throw new AppError("unavailable", message, {}, { cause: error });
  }
}

async function store(ctx: Ctx, { facts, people }: Batch): Promise<void> {
  await transact(ctx, async (_, ctx) => {
    await ensureMembers(ctx, people);
    await recordMemberships(ctx, facts);
  });
}
