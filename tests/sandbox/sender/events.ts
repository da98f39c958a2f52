import { seededRandom } from "#tests/sandbox/random.ts";
import { flatDispute, flatMembership, flatPayment, flatRefund } from "#tests/sandbox/shape/flat.ts";
import { nestedDispute, nestedMembership, nestedPayment, nestedRefund } from "#tests/sandbox/shape/nested.ts";
import { FLAT_PIN } from "#tests/sandbox/shape/version.ts";
import type { Dispute, Membership, Payment, Refund, WebhookEndpoint } from "#tests/sandbox/world/entities.ts";
import { newMessageId } from "#tests/sandbox/world/ids.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import type { Delivery, DeliveryStatus } from "./delivery.ts";
import type { Sender } from "./sender.ts";
import type { SignatureKind } from "./signature.ts";

export type Shape = "nested" | "flat";

export type Event =
  | {
      type:
        | "membership.activated"
        | "membership.deactivated"
        | "membership.cancel_at_period_end_changed"
        | "membership.trial_ending_soon";
      object: Membership;
    }
  | { type: "payment.created" | "payment.succeeded" | "payment.failed" | "payment.pending"; object: Payment }
  | { type: "refund.created" | "refund.updated"; object: Refund; previous?: Record<string, unknown> }
  | { type: "dispute.created" | "dispute.updated"; object: Dispute; previous?: Record<string, unknown> };

/** A message with any content, for what no part of the sandbox would send by itself. */
type RawEvent = {
  type: string;
  companyId: string | null;
  data: unknown;
  id?: string | undefined;
  shape?: Shape | undefined;
  signature: SignatureKind;
  retries: boolean;
};

/** What an app must be allowed before Whop sends it events of a kind. */
const RECEIVE: Record<string, string> = {
  payment: "webhook_receive:payments",
  membership: "webhook_receive:memberships",
  refund: "webhook_receive:refunds",
  dispute: "webhook_receive:disputes",
};

/** Turns what happened into messages to every endpoint that listens, as one pin of the API or the other writes them. */
export class Events {
  readonly #world: World;
  readonly #sender: Sender;
  readonly #loss = seededRandom(1);
  #sent = 0;

  constructor(world: World, sender: Sender) {
    this.#world = world;
    this.#sender = sender;
  }

  /** Sends what belongs together; the order is only that of the calls, and not even that when settings shuffle. */
  emit(companyId: string, ...events: Event[]): void {
    for (const event of events) {
      const shape = this.#nextShape();
      const previous = "previous" in event && event.previous ? { previous_attributes: event.previous } : {};
      this.#send(
        event.type,
        companyId,
        { data: payloadOf(this.#world, event, shape), ...previous },
        shape,
        {},
      );
    }
  }

  emitRaw(event: RawEvent): string {
    return this.#send(
      event.type,
      event.companyId,
      { data: event.data },
      event.shape ?? this.#nextShape(),
      event,
    );
  }

  #send(
    type: string,
    companyId: string | null,
    content: Record<string, unknown>,
    shape: Shape,
    raw: { id?: string | undefined; signature?: SignatureKind; retries?: boolean },
  ): string {
    const id = raw.id ?? newMessageId();
    const body = JSON.stringify({
      ...envelope(id, type, companyId, shape, this.#world.clock.iso()),
      ...content,
    });
    for (const endpoint of this.#world.webhooks.all()) {
      if (!raw.signature && !listens(endpoint, type, companyId)) continue;
      this.#deliver(endpoint, { id, type, companyId: companyId ?? "", body, raw });
    }
    return id;
  }

  #deliver(
    endpoint: WebhookEndpoint,
    message: {
      id: string;
      type: string;
      companyId: string;
      body: string;
      raw: { signature?: SignatureKind; retries?: boolean };
    },
  ): void {
    const status = message.raw.signature
      ? "queued"
      : this.#initialStatus(endpoint, message.type, message.companyId);
    const copies =
      status === "queued" && !message.raw.signature ? this.#world.settings.delivery.duplicates : 0;
    for (let copy = 0; copy <= copies; copy++) {
      const delivery: Delivery = {
        id: message.id,
        copy,
        type: message.type,
        companyId: message.companyId,
        endpointId: endpoint.id,
        url: endpoint.url,
        body: message.body,
        signature: message.raw.signature ?? "valid",
        retries: message.raw.retries ?? true,
        status,
        createdAt: this.#world.clock.iso(),
        nextAttemptAt: null,
        attempts: [],
      };
      this.#sender.accept(delivery);
    }
  }

  #initialStatus(endpoint: WebhookEndpoint, type: string, companyId: string): DeliveryStatus {
    const { drop, dropRate, mode } = this.#world.settings.delivery;
    if (!endpoint.enabled) return "disabled";
    if (!this.#mayReceive(type) || this.#world.companies.find(companyId)?.installed === false)
      return "not_permitted";
    if (drop.includes(type) || (dropRate > 0 && this.#loss() < dropRate)) return "dropped";
    return mode === "paused" ? "held" : "queued";
  }

  #mayReceive(type: string): boolean {
    const permission = RECEIVE[type.split(".")[0] ?? ""];
    return permission === undefined || this.#world.allows(permission);
  }

  #nextShape(): Shape {
    const { payloadShape } = this.#world.settings;
    if (payloadShape !== "mixed") return payloadShape;
    return this.#sent++ % 2 === 0 ? "nested" : "flat";
  }
}

function listens(endpoint: WebhookEndpoint, type: string, companyId: string | null): boolean {
  const subscribed = endpoint.events === null || endpoint.events.includes(type);
  return subscribed && (endpoint.resourceId.startsWith("app_") || endpoint.resourceId === companyId);
}

function envelope(id: string, type: string, companyId: string | null, shape: Shape, timestamp: string) {
  const common = { id, type, api_version: "v1", timestamp };
  return shape === "flat"
    ? { ...common, api_version_date: FLAT_PIN, account_id: companyId }
    : { ...common, api_version_date: null, company_id: companyId };
}

function payloadOf(world: World, event: Event, shape: Shape): unknown {
  const flat = shape === "flat";
  switch (event.type) {
    case "membership.activated":
    case "membership.deactivated":
    case "membership.cancel_at_period_end_changed":
    case "membership.trial_ending_soon":
      return flat ? flatMembership(world, event.object) : nestedMembership(world, event.object);
    case "payment.created":
    case "payment.succeeded":
    case "payment.failed":
    case "payment.pending":
      return flat ? flatPayment(world, event.object) : nestedPayment(world, event.object);
    case "refund.created":
    case "refund.updated":
      return flat ? flatRefund(event.object) : nestedRefund(world, event.object);
    case "dispute.created":
    case "dispute.updated":
      return flat ? flatDispute(world, event.object) : nestedDispute(world, event.object);
  }
}
