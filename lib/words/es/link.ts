import type { link as english } from "../en/link.ts";
import type { WordsOf } from "../words-of.ts";

export const link: WordsOf<typeof english> = {
  noPlan: "Esta comunidad no tiene ese plan.",
  noCampaign: "Esta comunidad no tiene esa campaña.",
  most: "Ya hay {count} enlaces; usa uno de ellos.",
  taken: "El código «{code}» ya está en uso. Elige otro.",
  pausedByTeam: "El equipo pausó este enlace. Solo el equipo puede reanudarlo.",
  mostChanges: "Este enlace ya se cambió {count} veces. Crea uno nuevo.",
  noneFree: "No se encontró ningún código libre. Inténtalo de nuevo.",
  nothingOnSale: "La comunidad no tiene a la venta ningún plan al que pueda llevar un enlace.",
  elsewhere:
    "La compra de Whop está en una dirección a la que esta instalación no envía a nadie (WHOP_ORIGINS).",
};
