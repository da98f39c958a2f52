import { createHash, randomBytes } from "node:crypto";

const company = /^biz_([A-Za-z0-9_-]{1,60})$/;
const key = /^rfk_([A-Za-z0-9_-]{1,60})_([A-Za-z0-9_-]{43})$/;

/** A key's text names its company, so that it is looked for inside of that tenant; the rest is 256 random bits. */
export function newKeyText(companyId: string): string {
  const [, own] = company.exec(companyId) ?? [];
  if (own === undefined) throw new Error("A key needs a company");
  return `rfk_${own}_${randomBytes(32).toString("base64url")}`;
}

/** The company a text says it is a key of; null for what is none. */
export function companyOfKey(text: string): string | null {
  const [, own] = key.exec(text) ?? [];
  return own === undefined ? null : `biz_${own}`;
}

/** With 256 random bits there is nothing to guess, so nothing has to be slow. */
export function hashOfKey(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function hintOfKey(text: string): string {
  return text.slice(-4);
}
