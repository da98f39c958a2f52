import { randomInt } from "node:crypto";
import { z } from "zod";
import { problem } from "../core/problems.ts";

/** Digits and letters that are not taken for one another: no 0 o, 1 i l, u v. */
const alphabet = "23456789abcdefghjkmnpqrstvwxyz";
/** 30 letters to the power of 11 are 54 bits: not guessed, and a collision is a curiosity. */
const randomLength = 11;

const codeShape = /^[a-z0-9](?:[a-z0-9-]{1,30})[a-z0-9]$/;

/** What a link must not be called: it would pass for a page of ours, or for somebody who speaks for Whop. */
const reserved = new Set(
  (
    "about abuse account admin administrator affiliate affiliates api app apps auth billing blog card checkout " +
    "community contact dashboard delete discover docs download email experience experiences health help home " +
    "index invite join legal link links login logout mail member members moderator null oauth official owner " +
    "pay payment payments payout payouts plan plans press privacy product products profile referly referral " +
    "referrals refund register reset reward rewards root security settings signin signup staff start status " +
    "stripe support system team terms test undefined user users verify webhook webhooks well-known whop www"
  ).split(" "),
);

export function randomCode(): string {
  let code = "";
  for (let i = 0; i < randomLength; i += 1) code += alphabet.charAt(randomInt(alphabet.length));
  return code;
}

/** A code as it is stored, from whatever was typed or sent; null when no link can be called so. */
export function normaliseCode(text: string): string | null {
  if (text.length < 3 || text.length > 40) return null;
  const code = text.trim().toLowerCase();
  return codeShape.test(code) ? code : null;
}

/** A code that somebody chooses. */
export const VanityCode = z
  .string()
  .trim()
  .toLowerCase()
  .min(3)
  .max(32)
  .regex(codeShape, problem("input.codeForm"))
  .refine((code) => !reserved.has(code), problem("input.codeReserved"));
