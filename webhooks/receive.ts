import { hash } from "node:crypto";
import { type BatchOutcome, createBatcher } from "#lib/core/batch.ts";
import { secondMs } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";
import type { Services } from "#lib/core/services.ts";
import { decodeUtf8, readBody } from "./read-body.ts";
import { createVerifier, type SignatureHeaders } from "./verify.ts";
import { createWaker } from "./wake.ts";

const largestBody = 256 * 1024;
/** Whop gives up after five seconds and tries again later. */
const answerWithinMs = 4_000;
const retryAfterSeconds = 30;
/** Beyond these the sender is asked to come back: what waits for the disk is bounded. */
const mostWaiting = 4_000;
const usualBytesWaiting = 64 * 1024 * 1024;

type Row = { webhookId: string; body: string; bodyHash: string; bytes: number };

export type Answer = { status: number; code: string; message: string };

export type WebhookReceiver = {
  (request: Request): Promise<Response>;
  /** The same for servers that have the bytes already; `body` is no longer than the limit. */
  accept(headers: SignatureHeaders, body: Uint8Array): Promise<Answer>;
  largestBody: number;
  /** Takes nothing more and writes what waits; returns how many could not be written in time. */
  close(withinMs: number): Promise<number>;
};

export type ReceiveOptions = { mostBytesWaiting?: number };

const accepted: Answer = { status: 200, code: "ok", message: "" };

/**
 * The intake: prove, store, answer; nothing else happens before the answer. A 200 says that the webhook is on
 * disk. It never says anything about what the webhook means.
 */
export function receiveWebhook(
  services: Pick<Services, "db" | "clock" | "log">,
  secrets: readonly string[],
  options: ReceiveOptions = {},
): WebhookReceiver {
  const { db, clock, log } = services;
  const verify = createVerifier(secrets);
  const pipeline = db.openPipeline();
  const wakeWorker = createWaker(db);
  const mostBytesWaiting = options.mostBytesWaiting ?? usualBytesWaiting;
  let bytesWaiting = 0;
  let saidAt = 0;

  const batcher = createBatcher<Row>({
    async write(rows) {
      await pipeline`
        SELECT record_webhooks(
          ${rows.map((row) => row.webhookId)}::text[], ${rows.map((row) => row.body)}::text[],
          ${rows.map((row) => row.bodyHash)}::text[], ${clock.now()})`;
      wakeWorker();
    },
    // One after the other, so that of an id its first delivery is the one that is kept.
    lanes: 1,
    laneOf: () => 0,
    sendsAhead: true,
    maxRows: 500,
    maxWaiting: mostWaiting,
    answerWithinMs,
    // The sender keeps what we do not acknowledge.
    onFailure: "drop",
    onReleased({ bytes }) {
      bytesWaiting -= bytes;
    },
    onError(error) {
      if (performance.now() - saidAt < 5 * secondMs && saidAt > 0) return;
      saidAt = performance.now();
      log.error({ error }, "Webhooks could not be stored; Whop is asked to send them again");
    },
  });

  async function accept(headers: SignatureHeaders, body: Uint8Array): Promise<Answer> {
    const text = decodeUtf8(body);
    if (text === null) return refuse(400, "invalid_input", "The body is not UTF-8.");
    const verdict = verify(headers, body, clock.now());
    if (!verdict.ok)
      return refuse(401, "unauthenticated", `This is not a genuine webhook: ${verdict.reason}.`);
    if (bytesWaiting + body.length > mostBytesWaiting) return busy;
    bytesWaiting += body.length;
    const outcome: BatchOutcome = await batcher.add({
      webhookId: verdict.id,
      // Postgres holds no zero byte; JSON with one in it is unreadable with or without it.
      body: text.includes("\0") ? text.replaceAll("\0", "\uFFFD") : text,
      bodyHash: hash("sha256", body, "base64url"),
      bytes: body.length,
    });
    return outcome === "written" ? accepted : busy;
  }

  const receive = async (request: Request): Promise<Response> => {
    if (request.method !== "POST") {
      return respond(refuse(405, "method_not_allowed", "Webhooks are sent with POST."), { allow: "POST" });
    }
    const body = await readBody(request, largestBody).catch(() => undefined);
    if (body === undefined) return respond(refuse(400, "invalid_input", "The body could not be read."));
    if (body === null) return respond(refuse(413, "payload_too_large", "A webhook has at most 256 kB."));
    const headers = {
      id: request.headers.get("webhook-id"),
      timestamp: request.headers.get("webhook-timestamp"),
      signature: request.headers.get("webhook-signature"),
    };
    return respond(await accept(headers, body));
  };
  return Object.assign(receive, {
    accept,
    largestBody,
    close: (withinMs: number) => batcher.close(withinMs),
  });
}

function refuse(status: number, code: string, message: string): Answer {
  return { status, code, message };
}

const busy = refuse(
  503,
  "unavailable",
  "The webhook could not be stored at the moment. Send it again later.",
);

export function respond({ status, code, message }: Answer, more: Record<string, string> = {}): Response {
  const headers: Record<string, string> = {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    ...more,
  };
  if (status === 503) headers["retry-after"] = String(retryAfterSeconds);
  const body = status === 200 ? okBody : JSON.stringify({ error: { code, message, requestId: newId() } });
  return new Response(body, { status, headers });
}

const okBody = '{"ok":true}';
