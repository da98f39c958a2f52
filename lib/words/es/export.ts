import type { exportWords as english } from "../en/export.ts";
import type { WordsOf } from "../words-of.ts";

export const exportWords: WordsOf<typeof english> = {
  ended: "Esta exportación ya terminó.",
  notReady: "Esta exportación no está lista para descargarse.",
  most: "Se están preparando {count} exportaciones. Espera a que una esté lista o cancela una.",
  failed: "No se pudo preparar.",
};
