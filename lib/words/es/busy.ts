import type { busy as english } from "../en/busy.ts";
import type { WordsOf } from "../words-of.ts";

export const busy: WordsOf<typeof english> = {
  whop: "Whop no responde ahora mismo. Inténtalo de nuevo en un minuto.",
  database:
    "La base de datos no responde ahora mismo. No se cambió nada; inténtalo de nuevo en unos segundos.",
  collision: "Alguien cambió lo mismo al mismo tiempo. No se cambió nada; inténtalo de nuevo.",
  permission:
    "Whop lo rechazó: falta un permiso{which}. El propietario de la comunidad puede aprobarlo en Whop.",
  unexpected: "Algo ha fallado por nuestra parte. Inténtalo de nuevo; si sigue igual, indica {reference}.",
  page: "Referly no puede mostrar esta página ahora mismo. Inténtalo de nuevo en un minuto. Si sigue igual, indica {reference}.",
  unstorable: "Uno de los valores no se puede guardar.",
  campaignPage: "Esta campaña no se puede mostrar ahora mismo. Inténtalo de nuevo en unos segundos.",
  link: "Este enlace no se puede consultar ahora mismo. Inténtalo de nuevo en unos segundos.",
};
