import { randomInt } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

function randomText(length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += ALPHABET[randomInt(ALPHABET.length)];
  return text;
}

type IdPrefix =
  | "biz"
  | "user"
  | "prod"
  | "plan"
  | "mem"
  | "mber"
  | "exp"
  | "pay"
  | "ch"
  | "promo"
  | "rf"
  | "dspt"
  | "hook"
  | "ausr"
  | "ctt"
  | "ntf"
  | "aff"
  | "pmt"
  | "req";

/** Ids look like Whop's: a prefix and 13 letters or digits. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${randomText(13)}`;
}

export function newMessageId(): string {
  return `msg_${randomText(24)}`;
}

export function newSecret(): string {
  let hex = "";
  for (let i = 0; i < 64; i++) hex += randomInt(16).toString(16);
  return `ws_${hex}`;
}
