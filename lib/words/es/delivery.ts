import type { delivery as english } from "../en/delivery.ts";
import type { WordsOf } from "../words-of.ts";

export const delivery: WordsOf<typeof english> = {
  tooLate: "El proceso estuvo detenido demasiado tiempo y no hizo la llamada.",
  takenOver: "Otro proceso ha tomado el relevo.",
  codeArchived: "El código {code} ya existe en Whop y está archivado.",
  codeTaken: "El código {code} ya existe en Whop y es otro distinto.",
  nothingToExtend:
    "El miembro no tiene ninguna membresía en curso con una fecha de fin a la que se puedan sumar días.",
  noEnd: "Whop no dice cuándo termina la membresía.",
  notApplied: "Comprobado en Whop: la llamada no se había aplicado.",
  endUnclear:
    "Whop no respondió, y la membresía termina el {now}: antes terminaba el {before}; con los días terminaría el {after}. Compruébalo en Whop e indica después si los días están.",
  membershipGone:
    "Whop no respondió, y la membresía ya no se encuentra en Whop: antes terminaba el {before}; con los días terminaría el {after}. Compruébalo en Whop e indica después si los días están.",
  stoppedBefore: "El proceso se detuvo antes de hacer la llamada.",
  stoppedAfter: "El proceso se detuvo antes de conocer la respuesta.",
  triedInVain: "Se intentó {used} veces sin éxito. La última vez: {last}",
  lookedAfter: "Aún no se ha podido entregar. El equipo está avisado y se encarga.",
};
