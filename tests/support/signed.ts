import { createHmac } from "node:crypto";

export const webhookSecret = `ws_${"5a".repeat(32)}`;

export type Signed = { id: string; body: string | Uint8Array; headers: Record<string, string> };

/** A webhook as Whop signs it: key is the whole secret, instant is `at`. */
export function signWebhook(
  id: string,
  content: unknown,
  at: Date = new Date(),
  secret: string = webhookSecret,
): Signed {
  const body =
    typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content);
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const mac = createHmac("sha256", secret).update(`${id}.${timestamp}.`).update(body).digest("base64");
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${mac}`,
  };
  return { id, body, headers };
}

export function requestOf({ body, headers }: Signed, more: Record<string, string> = {}): Request {
  // Node's Request takes bytes and text alike; its type wants to know that the bytes are not shared memory.
  const sent = typeof body === "string" ? body : new Uint8Array(body);
  return new Request("http://localhost/api/webhooks/whop", {
    method: "POST",
    headers: { ...headers, ...more },
    body: sent,
  });
}
