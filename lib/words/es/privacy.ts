import type { privacy as english } from "../en/privacy.ts";
import type { WordsOf } from "../words-of.ts";

export const privacy: WordsOf<typeof english> = {
  erased: "Este miembro ya se borró.",
  communityOwner:
    "Whop indica que este miembro es el propietario de la comunidad, así que sigue siendo conocido aquí.",
  reward:
    "Hay una recompensa en camino para este miembro. Espera a que se entregue o recházala y vuelve a intentarlo.",
  payout: "Hay un pago a este miembro en curso. Inténtalo de nuevo cuando termine.",
  earnings:
    "Este miembro tiene ganancias sin pagar. Págalas primero o indica que el miembro renuncia a ellas.",
  wasErased: "El miembro fue borrado.",
  youWereErased:
    "Tus datos se borraron de esta comunidad, así que aquí ya no se puede hacer nada en tu nombre.",
};
