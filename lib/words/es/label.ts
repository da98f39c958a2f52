import type { label as english } from "../en/label.ts";
import type { WordsOf } from "../words-of.ts";

export const label: WordsOf<typeof english> = {
  link: "Enlace",
  visitor: "Visitante reconocido por",
  byCookie: "cookie propia",
  byNetwork: "red, navegador y día",
  membership: "Membresía",
  payment: "Pago",
  refund: "Reembolso",
  dispute: "Disputa",
  rules: "Reglas",
  notChecked: "Sin comprobar",
  reason: "Motivo",
  words: "En sus palabras",
  toldOn: "Se lo dijo el",
  status: "Estado",
  why: "Por qué",
};
