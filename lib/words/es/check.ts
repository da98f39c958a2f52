import type { check as english } from "../en/check.ts";
import type { WordsOf } from "../words-of.ts";

export const check: WordsOf<typeof english> = {
  self_referral: "La misma persona",
  email_duplicate: "El mismo correo",
  payment_duplicate: "El mismo medio de pago",
  device_duplicate: "El mismo navegador",
  disposable_email: "Correo desechable",
  velocity_limit: "Inusualmente muchos",
  ip_duplicate: "La misma red",
  privacy_relay: "Correo privado reenviado",
};
