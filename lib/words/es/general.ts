import type { general as english } from "../en/general.ts";
import type { WordsOf } from "../words-of.ts";

export const general: WordsOf<typeof english> = {
  member: "Este miembro",
  count: "varios",
  version: "vigente",
  windowDays: "los permitidos",
  problem: "su forma es desconocida",
  reason: "Decidido por un motivo que esta versión no conoce: {reason}.",
};
