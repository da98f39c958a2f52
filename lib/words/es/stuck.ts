import type { stuck as english } from "../en/stuck.ts";
import type { WordsOf } from "../words-of.ts";

export const stuck: WordsOf<typeof english> = {
  webhook: "Webhook",
  webhookOf: "Webhook {type}",
  job: "Tarea {name}",
  grant: "Entrega de una recompensa",
  takeBack: "Retirada de una recompensa",
  payout: "Pago a un afiliado",
  unreadablePayment: "Pago con un importe ilegible",
  overRefunded: "Pago con más reembolsado de lo que se pagó",
  sentTwice: "Whop lo envió {times} veces con el mismo identificador y distinto contenido; contó el primero.",
  noReason: "No se registró ningún motivo.",
  noMessage: "Falló sin ningún mensaje.",
  deliveryUnknown: "Whop no dijo si se hizo; lo estamos averiguando.",
  transferUnknown: "Whop no dijo si la transferencia se hizo; lo estamos averiguando.",
  isHeld: "Está retenido.",
  unreadable: "No se puede leer el importe.",
  backOf: "Según Whop, se devolvieron {back} de {paid}.",
  parkedHint: "Se procesa por sí solo en cuanto la comunidad tenga la app.",
  refusedHint: "No cambió nada. Si sigue pasando, avisa al soporte de Whop.",
  poisonHint: "No cambió nada. Inténtalo de nuevo tras una actualización de Referly.",
  deadHint: "Se puede reintentar sin riesgo: lo que ya hizo no se hace dos veces.",
  otherHint: "No hay que hacer nada.",
  heldDeliveryHint: "Al reintentar se comprueba primero si ya se había hecho.",
  heldPayoutHint: "Al reintentar se comprueba primero si el dinero ya se había enviado.",
  unknownHint: "Se consulta en Whop por sí solo antes de enviar nada de nuevo.",
  unreadableHint: "Nada que dependa de él se paga ni se concede hasta que Whop envíe un importe legible.",
  overRefundedHint:
    "De comisiones e ingresos solo se descuenta lo que se pagó. Revisa los reembolsos del pago en Whop.",
  webhookExpired: "El contenido de este webhook se guardó 90 días y ya no está.",
  webhookNotWaiting:
    "Este webhook no espera a nadie: está {status, select, received {recibido} processed {procesado} ignored {ignorado} parked {aparcado} refused {rechazado} poison {ilegible} dead {parado} running {en curso} completed {terminado} failed {fallido} replayed {repetido} other {{status}}}.",
  jobNotWaiting:
    "Esta tarea no espera a nadie: su estado es {status, select, received {recibido} processed {procesado} ignored {ignorado} parked {aparcado} refused {rechazado} poison {ilegible} dead {parado} running {en curso} completed {terminado} failed {fallido} replayed {repetido} other {{status}}}.",
  jobUnknown: "Esta versión de Referly ya no conoce esta tarea.",
  fault: "Algo inesperado salió mal. En sus propias palabras: {text}",
  tooLong: "No terminó en {seconds} segundos.",
  vanished: "El proceso que lo hacía desapareció antes de terminar.",
};
