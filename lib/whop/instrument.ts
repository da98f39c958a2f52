import { z } from "zod";
import type { Secrets } from "../core/secrets.ts";
import { optionalId, optionalText } from "./fields.ts";

const card = z.object({ brand: optionalText, last4: optionalText }).nullish().catch(null);

/** Where either shape says what was paid with. */
const Instrument = z.object({
  payment_method_id: optionalId,
  payment_method: z.object({ id: optionalId, card }).nullish().catch(null),
  payment_instrument: z.object({ card }).nullish().catch(null),
  card_brand: optionalText,
  card_last4: optionalText,
  billing_address: z.object({ name: optionalText, postal_code: optionalText }).nullish().catch(null),
});

/**
 * A keyed hash that two payments with one instrument share, never its digits. The prefix says how strong it
 * is, strongest first in the alphabet: `by-id` Whop's own id of the instrument, `by-name` brand, last digits and the
 * billing name or postcode, `weak` brand and last digits alone, which thousands of people share.
 */
export function instrumentKeyOf(secrets: Secrets, payment: unknown): string | null {
  const parsed = Instrument.safeParse(payment);
  if (!parsed.success) return null;
  const { data } = parsed;
  const methodId = data.payment_method_id ?? data.payment_method?.id;
  if (methodId) return `by-id:${secrets.sign("instrument", methodId)}`;
  const seen = data.payment_method?.card ?? data.payment_instrument?.card;
  const brand = seen?.brand ?? data.card_brand;
  const last4 = seen?.last4 ?? data.card_last4;
  if (!brand || !last4) return null;
  const digits = `${brand.toLowerCase()}|${last4}`;
  const { name, postal_code: postcode } = data.billing_address ?? {};
  if (!name && !postcode) return `weak:${secrets.sign("instrument", digits)}`;
  const holder = [name, postcode].map((part) => (part ?? "").toLowerCase().replaceAll(/\s+/g, " "));
  return `by-name:${secrets.sign("instrument", [digits, ...holder].join("|"))}`;
}
