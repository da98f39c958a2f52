import type { payout as english } from "../en/payout.ts";
import type { WordsOf } from "../words-of.ts";

export const payout: WordsOf<typeof english> = {
  notMade: "Comprobado en Whop: la transferencia no se había hecho.",
  otherAmount:
    "La transferencia {transferId} de Whop para este pago es de {sent}, no de {asked}. Compruébalo en Whop e indica después si se pagó.",
  otherUnreadable:
    "La transferencia {transferId} de Whop para este pago tiene un importe ilegible, no {asked}. Compruébalo en Whop e indica después si se pagó.",
  notStarted: "Los importes se fijan al iniciar el pago. Inícialo primero.",
  beingFixed: "Se están fijando los importes. Inténtalo de nuevo en unos segundos.",
  started:
    "El pago {number} ya se inició: está {status, select, draft {en borrador} approved {aprobado} processing {en proceso} paid {pagado} partly {pagado en parte} failed {fallido} cancelled {cancelado} other {{status}}}.",
  notDraft:
    "El pago {number} está {status, select, draft {en borrador} approved {aprobado} processing {en proceso} paid {pagado} partly {pagado en parte} failed {fallido} cancelled {cancelado} other {{status}}}; solo se puede cambiar un borrador.",
  carried: "Este importe se aplaza a un pago posterior y no se puede incluir.",
  mostLines: "Este periodo tiene más de {count} líneas. Elige uno más corto o descarga el CSV.",
  over: "El pago {number} ha terminado: está {status, select, draft {en borrador} approved {aprobado} processing {en proceso} paid {pagado} partly {pagado en parte} failed {fallido} cancelled {cancelado} other {{status}}}.",
  unapproved: "El pago {number} se tiene que aprobar primero.",
  empty: "No hay nada en este pago. Incluye a alguien o cancélalo.",
  second: "Ya has aprobado este pago. Por su importe, otra persona también tiene que aprobarlo.",
  nothingOwed:
    "Ahora no se debe nada que se pueda pagar a ningún afiliado. Las comisiones retenidas se podrán pagar más adelante.",
  belowMinimum:
    "Todo lo que se debe está por debajo del mínimo o lo absorben reembolsos de comisiones ya pagadas.",
  goesOn:
    "Esta parte sigue su curso por sí sola o ha terminado: está {status, select, included {incluida} excluded {excluida} carried {aplazada} queued {en cola} calling {en curso} unknown {por aclarar} paid {pagada} failed {fallida} held {retenida} other {{status}}}.",
  otherOpen: "El pago {number} está abierto. Termínalo o cancélalo y vuelve a intentar este.",
  nothingLeft: "Ya no se debe nada de esto: se pagó en otro pago o lo retiró un reembolso.",
  findingOut:
    "Esto no se puede decidir a mano. Referly está averiguando qué pasó con su transferencia. Espera a que esté pagada, fallida o retenida.",
  undecidable:
    "Esto no se puede decidir a mano. Está {status, select, included {incluida} excluded {excluida} carried {aplazada} queued {en cola} calling {en curso} unknown {por aclarar} paid {pagada} failed {fallida} held {retenida} other {{status}}}.",
  paysNobody:
    "El pago {number} está {status, select, draft {en borrador} approved {aprobado} processing {en proceso} paid {pagado} partly {pagado en parte} failed {fallido} cancelled {cancelado} other {{status}}}; con él no se paga a nadie.",
  noneByHand: "Nada de este pago espera a pagarse a mano.",
  note: "Pago de afiliados {number}",
};
