import type { notification as english } from "../en/notification.ts";
import type { WordsOf } from "../words-of.ts";

export const notification: WordsOf<typeof english> = {
  joined: "{member} se unió con tu enlace.",
  counted: "{member} ya cuenta como referido tuyo.",
  rewardReady: "{reward} es tuyo. Abre tus recompensas para verlo.",
  rewardExpiring: "Usa {reward} antes del {until} o caducará.",
  overtaken:
    "Otro miembro te adelantó en la clasificación de este mes. Un referido más puede devolverte tu puesto.",
  campaignStarting: "{campaign} empieza el {at}.",
  campaignRunning: "{campaign} está en marcha hasta el {until}.",
  campaignEnding: "{campaign} termina el {at}. Lo que traigas hasta entonces cuenta.",
  prizeWon: "Ganaste un premio en {campaign}.",
  claimApproved: "Se aprobó tu reclamación sobre {member}.",
  claimRejected: "El equipo rechazó tu reclamación sobre {member}. Ábrela para ver por qué.",
  claimRevoked: "El equipo retiró la aprobación de tu reclamación sobre {member}. Ábrela para ver por qué.",
  decisionsWait:
    "{count, plural, one {# decisión espera} other {# decisiones esperan}} a tu equipo, como una recompensa o un referido por revisar.",
  campaignBudget: "{campaign} ha usado el {percent} % de su presupuesto. Al llegar al 100 % deja de contar.",
  campaignTotal:
    "{campaign} ha contado el {percent} % de los referidos que admite. Al llegar al 100 % deja de contar.",
  rewardBudget: "{reward} ha usado el {percent} % de su presupuesto. Al llegar al 100 % ya nadie lo recibe.",
  rewardStock:
    "{reward}: {left, plural, one {queda #} other {quedan #}}. Quien lo gane después tendrá que esperar.",
  codesLow:
    "{reward}: {left, plural, one {queda # código} other {quedan # códigos}}. Quien lo gane después tendrá que esperar.",
  webhooksSilent:
    "No llega nada de Whop desde el {since}, algo raro en tu comunidad. Comprueba que el webhook esté en orden.",
  several: "{many} novedades",
  more: "Y {many} más.",
  stale: "Perdió su vigencia antes de poder enviarse.",
  muted: "El miembro desactivó este tipo de avisos.",
  gone: "Aquí ya no se conoce a este miembro.",
  noExperience: "Nadie ha abierto aún la app en esta comunidad, así que no hay desde dónde enviarlo.",
  stopped: "El proceso se detuvo antes de que llegara la respuesta de Whop.",
  unanswered: "La respuesta de Whop no llegó. Puede que el aviso sí, por eso no se repite. Lo último: {last}",
  heldHint: "Sale por sí sola en cuanto eso se arregle. El próximo intento es el {at}.",
  unknownHint: "Puede que les llegara, así que nunca se envía por segunda vez.",
  failedHint: "Whop no la acepta así, por lo que no se reintenta.",
};
