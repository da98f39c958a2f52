import { createHmac } from "node:crypto";

/** Whop's form of Standard Webhooks: the key is the UTF-8 bytes of the whole `ws_…` secret, not a decoded part of it. */
export function sign(secret: string, id: string, timestamp: string, body: string): string {
  return `v1,${createHmac("sha256", Buffer.from(secret, "utf8")).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

export type SignatureKind = "valid" | "forged" | "stale" | "future" | "missing" | "unknown_version";

export function signedHeaders(input: {
  kind: SignatureKind;
  secrets: readonly string[];
  id: string;
  now: Date;
  body: string;
}): Record<string, string> {
  const { kind, id, body } = input;
  const skew = kind === "stale" ? -600 : kind === "future" ? 600 : 0;
  const timestamp = String(Math.floor(input.now.getTime() / 1_000) + skew);
  const secrets = kind === "forged" ? ["ws_not_the_secret_of_this_webhook"] : input.secrets;
  const signatures = secrets.map((secret) => sign(secret, id, timestamp, body));
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "user-agent": "Whop-Webhooks/1.0",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
  };
  if (kind === "missing") return headers;
  const list =
    kind === "unknown_version" ? signatures.map((value) => value.replace("v1,", "v1a,")) : signatures;
  return { ...headers, "webhook-signature": list.join(" ") };
}
