import { type Said, say, storeTold } from "#lib/core/said.ts";
import type { Services } from "#lib/core/services.ts";
import type { Finding } from "#lib/whop/index.ts";
import type { WebhookEvent } from "./envelope.ts";
import { readEnvelope } from "./envelope.ts";
import type { Outcome, Taken } from "./inbox.ts";
import { handlers } from "./registry.ts";

export type Readable = { taken: Taken; event: WebhookEvent & { companyId: string }; finding: Finding };
type Read = { settled: Outcome } | { readable: Readable };

export function outcomeOf(
  taken: Taken,
  event: WebhookEvent | null,
  state: Outcome["state"],
  reason: Said | null,
): Outcome {
  const { webhookId, attempts } = taken;
  return {
    webhookId,
    attempts,
    state,
    reason: reason && storeTold(reason),
    type: event?.type ?? null,
    companyId: event?.companyId ?? null,
    objectId: event?.objectId ?? null,
    nextAttemptAt: null,
    isForgotten: false,
  };
}

/** What a webhook says, or why it needs no further work. Looks at nothing but the webhook itself. */
export function readTaken(taken: Taken, tools: Pick<Services, "secrets">): Read {
  const settle = (event: WebhookEvent | null, state: Outcome["state"], reason: Said | null) => ({
    settled: outcomeOf(taken, event, state, reason),
  });
  if (taken.body === null) return settle(null, "poison", say("webhook.expired"));
  const reading = readEnvelope(taken.body, taken.receivedAt);
  if (!reading.ok) return settle(null, "poison", reading.problem);
  const { event } = reading;
  const handler = handlers.get(event.type);
  if (!handler) return settle(event, "ignored", null);
  // Filed under no company: each of those it names would otherwise see the other's.
  if (event.contradiction) return settle({ ...event, companyId: null }, "refused", event.contradiction);
  const { companyId } = event;
  if (companyId === null) return settle(event, "parked", say("webhook.noCommunity"));
  const finding = handler(event, tools);
  if ("problem" in finding) return settle(event, "poison", finding.problem);
  return { readable: { taken, event: { ...event, companyId }, finding } };
}
