import type { reward as english } from "../en/reward.ts";
import type { WordsOf } from "../words-of.ts";

const status =
  "{status, select, pending {en espera} approved {en entrega} granted {entregada} claimed {canjeada} failed {fallida} held {retenida} expired {caducada} cancelled {cancelada} queued {en cola} calling {en curso} applied {hecha} unknown {por aclarar} reversed {anulada} other {{status}}}";

export const reward: WordsOf<typeof english> = {
  poolEmpty: "Ganada, pero no queda ninguna de esta recompensa. Llegará en cuanto haya más.",
  notEarned:
    "Ahora solo cuentan {counted} de {threshold} referidos: una compra se reembolsó, está en disputa o en revisión.",
  kept: "Ahora solo cuentan {counted} de {threshold} referidos, pero la recompensa ya se había entregado y se conserva.",
  keptUsed:
    "Los referidos ya no cuentan, pero el código ya se había usado, así que la recompensa se conserva.",
  keptForGood:
    "Ahora solo cuentan {counted} de {threshold} referidos. Lo entregado no se puede retirar, así que se conserva.",
  takenBack: "Ahora solo cuentan {counted} de {threshold} referidos; la recompensa se retiró.",
  notClaimed: "No se reclamó a tiempo.",
  runsUntil: "Tu membresía dura ahora hasta el {day}; después se renueva.",
  useUnlock:
    "Abre la página de compra del producto e introduce el código: el precio pasa a ser 0. Funciona una sola vez; no lo compartas.",
  useCode: "Introduce el código al pagar. Funciona una sola vez; no lo compartas.",
  mayHaveArrived:
    "Puede que esta recompensa ya le haya llegado al miembro. Espera a que se sepa o compruébalo en Whop.",
  notRejectable: `Esta recompensa ya no se puede rechazar: está ${status}.`,
  delivered: "Esta recompensa ya está entregada.",
  notHandedOver: `Esta recompensa no está pendiente de entrega: está ${status}.`,
  onHold: "Esta recompensa está retenida hasta el {until}. Después se podrá aprobar.",
  notApprovable: `Esta recompensa no espera aprobación: está ${status}.`,
  goesOn: `Esta entrega sigue su curso por sí sola: está ${status}.`,
  lapsed: "Esta recompensa no se reclamó a tiempo.",
  notClaimable: `Esta recompensa no se puede reclamar: está ${status}.`,
  archived: "Esta recompensa está archivada. Crea una nueva.",
  codeOnlyExpires: "solo puede caducar una recompensa con código; déjalo vacío",
  notEarnedThough:
    "Aquello con lo que se ganó ya no cuenta: una compra se reembolsó, está en disputa o en revisión.",
  keptThough:
    "Aquello con lo que se ganó ya no cuenta, pero la recompensa ya se había entregado y se conserva.",
  keptForGoodThough:
    "Aquello con lo que se ganó ya no cuenta. Lo entregado no se puede retirar, así que se conserva.",
  takenBackThough: "Aquello con lo que se ganó ya no cuenta, así que la recompensa se retiró.",
  ownCodesEmpty: "No queda ningún código de esta recompensa. Llegará en cuanto el equipo añada más.",
  soldOut: "No queda ninguna de esta recompensa.",
  notForSale: "Esta recompensa no se puede comprar con puntos.",
  pointsMissing: "Cuesta {price} puntos y tienes {points}.",
  hadOften: "Ya has tenido esta recompensa tantas veces como puede tenerla un miembro.",
  onlyAsPrize: "Esta recompensa es el premio de una campaña y no se da de otra forma.",
  toldTwice: "está dos veces en la lista",
  codeKnown:
    "{many, plural, one {# de estos códigos ya está} other {# de estos códigos ya están}} en esta recompensa",
  noPool: "Esta recompensa no da códigos propios.",
  onlyJoining: "quien se une lo hace una vez: elige la primera, cada compra o cada activación",
  noReferrals: "aquí no cuenta nada: esta recompensa no se gana con referidos",
  onlyBought: "solo tiene precio una recompensa de la tienda de puntos",
  pointsForPoints: "los puntos no se compran con puntos",
  currency: "no es una moneda conocida aquí",
  amount: "debe ser un importe en {currency}, como 10.50",
  budgetNeedsCost: "indica antes cuánto cuesta cada una",
  budgetTooSmall: "es menos de lo que cuesta una",
  budgetTaken: "ya se han dado o prometido {amount}; no puede ser menos",
  currencyFixed: "no puede cambiar una vez que se ha dado alguna",
  noCampaign: "esta comunidad no tiene esa campaña",
  inYourAccount: "Está en tu cuenta aquí.",
};
