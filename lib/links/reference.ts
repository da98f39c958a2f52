import type { Secrets } from "../core/secrets.ts";

/** What a checkout carries to say which link it came from: readable by anybody, so signed and free of names. */
export type Reference = { referly: "1"; rl: string; rs: string };

const purpose = "checkout-reference";
const idShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function referenceOf(secrets: Secrets, companyId: string, codeId: string): Reference {
  return { referly: "1", rl: codeId, rs: secrets.sign(purpose, `${companyId}:${codeId}`) };
}

/** Of all that a checkout carried, our own reference: it names a link and nobody. */
export function onlyReference(metadata: Record<string, unknown>): Record<string, unknown> {
  const ours = ["referly", "rl", "rs"];
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => ours.includes(name)));
}

export type ReferenceReading =
  | { outcome: "absent" }
  | { outcome: "valid"; codeId: string }
  /** It says it is ours, but it was not signed for this company and link. */
  | { outcome: "forged" };

/** Reads the reference out of a payment's or membership's metadata, as the company it belongs to. */
export function verifyReference(secrets: Secrets, companyId: string, metadata: unknown): ReferenceReading {
  if (typeof metadata !== "object" || metadata === null || Reflect.get(metadata, "referly") === undefined) {
    return { outcome: "absent" };
  }
  const codeId: unknown = Reflect.get(metadata, "rl");
  const signature: unknown = Reflect.get(metadata, "rs");
  if (typeof codeId !== "string" || !idShape.test(codeId) || typeof signature !== "string") {
    return { outcome: "forged" };
  }
  const isValid = secrets.verify(purpose, `${companyId}:${codeId}`, signature);
  return isValid ? { outcome: "valid", codeId } : { outcome: "forged" };
}
