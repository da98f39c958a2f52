import type { campaign as english } from "../en/campaign.ts";
import type { WordsOf } from "../words-of.ts";

/** Por qué se rechaza una acción sobre una campaña, qué falla en sus condiciones y de qué avisa su previsión. */
export const campaign: WordsOf<typeof english> = {
  scheduledAlready: "Esta campaña ya está programada. Cámbiala o duplícala para otra fecha.",
  archived: "Esta campaña está archivada. Duplícala para repetirla.",
  endFirst: "Una campaña que ha empezado no puede guardarse antes de dar sus premios. Termínala primero.",
  pausedAlready: "Esta campaña ya está en pausa.",
  notPaused: "Esta campaña no está en pausa.",
  stillDraft: "Esta campaña es un borrador. Prográmala primero.",
  notBegun: "Esta campaña no ha empezado. Cambia sus fechas o archívala.",
  settling: "Esta campaña ha terminado y se está cerrando. Su resultado queda fijo cuando acabe el cierre.",
  over: "Esta campaña ha terminado. Duplícala para repetirla.",
  notOpen: "Esta campaña ya no puede cambiarse. Duplícala para repetirla.",
  mostRunning: "Ya hay {count} campañas programadas o en marcha. Termina una primero.",
  endBeforeStart: "debe ser posterior al inicio",
  inThePast: "debe estar en el futuro",
  hasBegun: "no se puede cambiar: la campaña ha empezado",
  notWhileRunning: "no se puede cambiar una vez programada la campaña",
  settleTooShort: "debe durar al menos lo mismo que la retención, {days, plural, one {# día} other {# días}}",
  noPoints: "debe ser mayor que 0 para algo que cuente",
  notCounted: "se da por algo que aquí no cuenta",
  bonusTwice: "ya hay otra bonificación en {at}",
  bonusWithoutPaid: "una bonificación cuenta referidos que pagaron: haz que cuenten primero",
  dayOverMember: "no debe superar lo que un miembro puede tener en total, {limit}",
  overTotal: "no debe superar el límite para todos, {limit}",
  placesReversed: "no debe ser anterior al primero de estos puestos",
  placesOverlap: "estos puestos ya tienen premio",
  country: "{code} no es el código ISO de un país, como DE",
  datesReversed: "debe ser posterior al comienzo",
  fewerThanLeast: "no debe ser menor que el número mínimo",
  plan: "esta comunidad no tiene el plan {id}",
  product: "esta comunidad no tiene el producto {id}",
  commissionPlan: "esta comunidad no tiene ese plan de comisiones",
  noReward: "esta comunidad no tiene esa recompensa",
  rewardArchived: "la recompensa «{name}» está archivada: elige otra",
  rewardPaused: "la recompensa «{name}» está desactivada: actívala o elige otra",
  rewardNoPrize:
    "la recompensa «{name}» no se da como premio: elige una cuyo motivo sea un premio de campaña",
  noStock:
    "de la recompensa «{name}» {left, plural, =0 {no queda ninguna} one {solo queda #} other {solo quedan #}} y hacen falta {needed}: aumenta sus existencias",
  promised:
    "de la recompensa «{name}» {left, plural, one {queda #} other {quedan #}}, pero {promised, plural, one {# está prometida} other {# están prometidas}} por {campaigns} y hacen falta {needed}: aumenta sus existencias",
  rewardCurrency: "la recompensa «{name}» cuesta {currency}, no la moneda del presupuesto",
  pointsCurrency: "debe estar en la moneda del presupuesto, {currency}",
  budgetTooSmall: "solo los premios cuestan {cost}",
  budgetSpent: "ya se han gastado o prometido {used}",
  lowBudget: "El presupuesto se habría agotado el {at}: nada posterior habría contado.",
  lowTotal: "El límite para todos se habría alcanzado el {at}.",
  uncappedPoints: "No hay presupuesto ni límite: lo que pueden costar los puntos no tiene tope.",
  costUnknown: "La recompensa «{name}» no tiene coste, así que la previsión no la incluye.",
  nobody: "En los últimos 90 días nadie habría puntuado con estas condiciones.",
  unverifiedJoins:
    "Cuenta el mero hecho de unirse: personas que nunca pagan dan puntos y nada las revisa antes de que acabe la retención.",
  shortHold:
    "La retención es más corta que los {days} días de la comunidad: los reembolsos posteriores no quitan puntos a tiempo.",
  notActivated:
    "No hay activación definida aquí ni en la comunidad, así que los referidos activados nunca cuentan.",
};
