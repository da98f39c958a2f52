import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, inArray } from "drizzle-orm";
import type { WebhookState } from "#db/enums.ts";
import { webhookEvents } from "#db/schema/index.ts";
import { secondMs } from "#lib/core/clock.ts";
import { transact } from "#lib/core/context.ts";
import { isOutage } from "#lib/core/outage.ts";
import { say, storeTold } from "#lib/core/said.ts";
import { type Services, systemContext } from "#lib/core/services.ts";
import { toldOfError } from "#lib/core/told-of-error.ts";
import { lockInboxOf, pauseAfter } from "#lib/jobs/index.ts";
import { applyEvents, isInstalled } from "./apply.ts";
import { forgetErased } from "./forget-erased.ts";
import { companiesOf, type Outcome, releaseTaken, type Taken, takeDue, writeOutcomes } from "./inbox.ts";
import { outcomeOf, type Readable, readTaken } from "./read-taken.ts";

export type Processed = Record<WebhookState, number> & { taken: number };

const companiesAtOnce = 2;

/**
 * Processes up to `limit` webhooks of the inbox. Each ends in a state that says what became of it; what a crash
 * leaves behind is taken up again when its lease is over, and doing it again changes nothing.
 */
export async function processInbox(services: Services, limit = 200): Promise<Processed> {
  const { db, clock, log } = services;
  const taken = await takeDue(db, clock.now(), limit);
  const outcomes: Outcome[] = [];
  const written = new Set<string>();
  try {
    const lanes = await processTaken(services, taken, outcomes);
    await writeOutcomes(db, clock.now(), outcomes);
    await forgetErased(services, taken, outcomes);
    for (const { webhookId } of outcomes) written.add(webhookId);
    for (const ended of lanes) if (ended.status === "rejected") throw ended.reason;
  } catch (error) {
    // Nothing is wrong with the webhooks when the database is away: they need not wait for their lease to end.
    await giveBack(
      services,
      taken.filter(({ webhookId }) => !written.has(webhookId)),
    );
    throw error;
  }

  const counts: Processed = {
    taken: taken.length,
    received: 0,
    processed: 0,
    ignored: 0,
    parked: 0,
    refused: 0,
    poison: 0,
    dead: 0,
  };
  for (const { state, webhookId, reason, type } of outcomes) {
    counts[state] += 1;
    if (state === "refused" || state === "poison" || state === "dead")
      log.warn({ webhookId, state, reason, type }, "A webhook could not be processed");
  }
  return counts;
}

/** Adds what became of each, as far as it is known when the database fails: then a lane says so. */
async function processTaken(
  services: Services,
  taken: readonly Taken[],
  outcomes: Outcome[],
): Promise<PromiseSettledResult<void>[]> {
  const readable: Readable[] = [];
  for (const item of taken) {
    const read = readTaken(item, services);
    if ("settled" in read) outcomes.push(read.settled);
    else readable.push(read.readable);
  }
  const groups = await groupByCompany(services, readable, outcomes);
  const next = groups.values();
  const lane = async () => {
    for (const group of next) outcomes.push(...(await processCompany(services, group)));
  };
  return Promise.allSettled(Array.from({ length: companiesAtOnce }, lane));
}

/** The first pause until a database that was away is asked again; each of the next is twice as long. */
const firstPauseMs = 250;
const mostPauses = 5;

async function giveBack({ db, clock, log }: Services, taken: readonly Taken[]): Promise<void> {
  for (let pauses = 0; ; pauses += 1) {
    try {
      return await releaseTaken(db, clock.now(), taken);
    } catch (error) {
      if (pauses < mostPauses) await sleep(firstPauseMs * 2 ** pauses);
      else return log.warn({ webhooks: taken.length, error }, "Webhooks wait until their lease is over");
    }
  }
}

/** Leaves out, as refused, what is about an object that another company is known to own. */
async function groupByCompany(
  { db }: Services,
  readable: readonly Readable[],
  outcomes: Outcome[],
): Promise<Map<string, Readable[]>> {
  const ids = new Set(readable.map(({ event }) => event.objectId).filter((id) => id !== null));
  const owners = await companiesOf(db, [...ids]);
  const groups = new Map<string, Readable[]>();
  for (const item of readable) {
    const { companyId, objectId } = item.event;
    const owner = owners.get(objectId ?? "") ?? companyId;
    if (objectId) owners.set(objectId, owner);
    if (owner !== companyId) {
      const reason = say("webhook.anothersObject", { id: objectId ?? "" });
      outcomes.push(outcomeOf(item.taken, item.event, "refused", reason));
      continue;
    }
    const group = groups.get(companyId);
    if (group) group.push(item);
    else groups.set(companyId, [item]);
  }
  return groups;
}

/** One transaction for all of them; when that fails, one for each half, so that one cannot hold up the rest. */
async function processCompany(services: Services, group: readonly Readable[]): Promise<Outcome[]> {
  const [first] = group;
  if (!first) return [];
  const ctx = systemContext(services, first.event.companyId, "webhooks");
  try {
    const applied = await applyEvents(
      ctx,
      group.map((item) => item.finding),
    );
    if (!applied) return park(services, group);
    return group.map((item) => ({
      ...outcomeOf(item.taken, item.event, "processed", null),
      isForgotten: applied.has(item.finding),
    }));
  } catch (error) {
    if (isOutage(error)) throw error;
    if (group.length === 1) return [failed(services, first, error)];
    const middle = group.length >> 1;
    return [
      ...(await processCompany(services, group.slice(0, middle))),
      ...(await processCompany(services, group.slice(middle))),
    ];
  }
}

function failed(services: Services, { taken, event }: Readable, error: unknown): Outcome {
  const last = toldOfError(error);
  services.log.warn(
    { webhookId: taken.webhookId, type: event.type, attempts: taken.attempts, error },
    "A webhook failed",
  );
  const pause = pauseAfter(taken.attempts);
  if (pause === null) {
    return outcomeOf(taken, event, "dead", say("webhook.givenUp", { times: taken.attempts, last }));
  }
  return {
    ...outcomeOf(taken, event, "received", say("webhook.triedAgain", { last })),
    nextAttemptAt: new Date(services.clock.now().getTime() + pause * secondMs),
  };
}

const notInstalled = say("webhook.notInstalled");

/**
 * Parks webhooks of a company that is not there. Looking and parking happen under the lock that releaseParked
 * takes, so that a company that appears in between releases them too.
 */
async function park(services: Services, group: readonly Readable[]): Promise<Outcome[]> {
  const [first] = group;
  if (!first) return [];
  const { companyId } = first.event;
  const ids = group.map(({ taken }) => taken.webhookId);
  // A tenant's transaction sees the rows of its own company, so they are filed under it first.
  await services.db.withMachinery((tx) =>
    tx
      .update(webhookEvents)
      .set({ companyId })
      .where(and(inArray(webhookEvents.webhookId, ids), eq(webhookEvents.state, "received"))),
  );
  const ctx = systemContext(services, companyId, "webhooks");
  const parked = await transact(ctx, async (tx, ctx) => {
    await lockInboxOf(tx, companyId);
    if (await isInstalled(ctx)) return false;
    for (const { taken, event } of group) {
      await tx
        .update(webhookEvents)
        .set({ state: "parked", reason: storeTold(notInstalled), type: event.type, lockedUntil: null })
        .where(
          and(
            eq(webhookEvents.companyId, companyId),
            eq(webhookEvents.webhookId, taken.webhookId),
            eq(webhookEvents.state, "received"),
            eq(webhookEvents.attempts, taken.attempts),
          ),
        );
    }
    return true;
  });
  if (!parked) return processCompany(services, group);
  return group.map(({ taken, event }) => outcomeOf(taken, event, "parked", notInstalled));
}
