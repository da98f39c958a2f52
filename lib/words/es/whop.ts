import type { whop as english } from "../en/whop.ts";
import type { WordsOf } from "../words-of.ts";

export const whop: WordsOf<typeof english> = {
  unreachable: "No se pudo conectar con Whop ({operation}).",
  noAnswer: "Whop no respondió ({operation}).",
  keyRefused: "Whop rechazó la clave de API de la app ({operation}).",
  unknown: "Whop no lo conoce ({operation}).",
  busy: "Whop está ocupado con lo mismo ({operation}).",
  wait: "Whop pide esperar ({operation}).",
  answered: "Whop respondió {status} ({operation}).",
  refused: "Whop lo rechazó con {status} ({operation}).",
  unreadable: "No se pudo leer la respuesta de Whop ({operation}).",
  permissionMissing:
    "Whop rechazó la llamada porque a la app le falta el permiso {permission}. Vuelve a aprobar la app para concederlo.",
  refusedSaying: "Whop rechazó la llamada: {said}.",
  noAccess: "Whop rechazó la llamada: la app no tiene acceso.",
  tooMany: "Demasiadas llamadas a Whop a la vez ({operation}).",
  notAnswering: "Whop lleva un rato sin responder; no se hizo la llamada ({operation}).",
};
