import type { creditForMember as english } from "../en/creditForMember.ts";
import type { WordsOf } from "../words-of.ts";

export const creditForMember: WordsOf<typeof english> = {
  self_referral: "El enlace es tuyo.",
  bad_signature: "La compra no se pudo relacionar con un enlace de esta comunidad.",
  unknown_link: "La compra no se pudo relacionar con un enlace de esta comunidad.",
  amount_problem: "Se está revisando un pago de {member}. El referido espera hasta entonces.",
};
