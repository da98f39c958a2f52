import { z } from "zod";
import { isCompanyId } from "#db/client.ts";
import { type Said, say } from "#lib/core/said.ts";
import { companyIdsOf } from "#lib/whop/index.ts";

export type WebhookEvent = {
  type: string;
  /** The company everything in the body agrees on; null when it names none that could be one. */
  companyId: string | null;
  /** Set when the body names more than one company. */
  contradiction: Said | null;
  objectId: string | null;
  /** Whop's own instant of the event: the stamp of an object that carries none. */
  at: Date;
  data: unknown;
};

export type EnvelopeReading = { ok: true; event: WebhookEvent } | { ok: false; problem: Said };

const Envelope = z.object({
  type: z.string().min(1).max(100),
  timestamp: z.string().nullish().catch(null),
  data: z.record(z.string(), z.unknown()),
});

const objectIdShape = /^[A-Za-z0-9_-]{1,100}$/;

/** Reads a body that Whop signed; what cannot be read will never be, and waits for a person or an update. */
export function readEnvelope(body: string, receivedAt: Date): EnvelopeReading {
  const json = parseJson(body);
  if (json === undefined) return { ok: false, problem: say("webhook.notJson") };
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return { ok: false, problem: say("webhook.notObject") };
  }
  const parsed = Envelope.safeParse(json);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join(".") || "body";
    return { ok: false, problem: say("webhook.noField", { field }) };
  }
  const { type, timestamp, data } = parsed.data;
  const at = Date.parse(timestamp ?? "");
  const named = [...new Set([...companyIdsOf(data), ...companyIdsOf(data.payment), ...companyIdsOf(json)])];
  const [companyId] = named;
  const event: WebhookEvent = {
    type,
    companyId: companyId !== undefined && isCompanyId(companyId) ? companyId : null,
    contradiction:
      named.length > 1 ? say("webhook.manyCommunities", { ids: named.slice(0, 3).join(", ") }) : null,
    objectId: typeof data.id === "string" && objectIdShape.test(data.id) ? data.id : null,
    at: Number.isNaN(at) ? receivedAt : new Date(at),
    data,
  };
  return { ok: true, event };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
