import type { referral as english } from "../en/referral.ts";
import type { WordsOf } from "../words-of.ts";

export const referral: WordsOf<typeof english> = {
  onlyLooked: "{member} miró el enlace. Un clic solo no le da nada a nadie.",
  activated: "{member} pagó y está activado, así que el referido cuenta del todo.",
  countsOn: "{member} pagó. Cuenta del todo el {at} si {member} se queda.",
  rejectedByTeam: "El equipo revisó este referido y lo rechazó, así que no cuenta.",
  rejected: "El equipo de la comunidad revisó este referido y decidió que no cuenta.",
  waitsForYou: "{member} pagó. El referido espera tu decisión en Revisión.",
  waitsForTeam:
    "{member} pagó. El equipo de la comunidad está comprobando el referido; cuenta cuando termine.",
};
