import type { credit as english } from "../en/credit.ts";
import type { WordsOf } from "../words-of.ts";

export const credit: WordsOf<typeof english> = {
  converted: "{member} pagó, así que el referido cuenta.",
  trial_counts: "{member} empezó una prueba, y las pruebas cuentan según la versión {version} de las reglas.",
  free_counts:
    "{member} se unió a un plan gratuito, y los planes gratuitos cuentan según la versión {version} de las reglas.",
  waiting_for_payment: "{member} se unió y aún no ha pagado. El referido cuenta con el primer pago efectivo.",
  refunded: "Se reembolsó todo lo que pagó {member}, así que el referido ya no cuenta.",
  dispute_lost: "El banco de {member} recuperó el pago, así que el referido ya no cuenta.",
  left_before_paying: "{member} se fue antes de pagar nada, así que el referido no cuenta.",
  open_dispute: "{member} ha disputado el pago. El referido espera hasta que termine la disputa.",
  amount_problem:
    "No se pudo leer un importe del pago de {member} ({problem}). El referido espera; no se adivina nada.",
  no_evidence: "Nada en la compra de {member} nombra un enlace de referido, así que no se acredita a nadie.",
  only_evidence: "La única prueba válida de quién trajo a {member}.",
  first_touch:
    "El primero de {count} enlaces válidos, y la versión {version} de las reglas acredita el primero.",
  last_touch:
    "El último de {count} enlaces válidos antes del primer pago, y la versión {version} de las reglas acredita el último.",
  not_first: "Otro enlace llegó primero, y la versión {version} de las reglas acredita el primero.",
  not_last:
    "Otro enlace llegó después, y la versión {version} de las reglas acredita el último antes del primer pago.",
  after_first_payment: "{member} ya había pagado cuando se usó este enlace.",
  self_referral: "El enlace es de {member}. Nadie puede referirse a sí mismo.",
  existing_customer:
    "{member} ya era cliente antes de usar este enlace, y la versión {version} de las reglas no acredita a clientes existentes.",
  outside_window:
    "El último clic en el enlace fue más de {windowDays} días antes de la compra (versión {version} de las reglas).",
  link_expired: "El enlace había caducado antes de usarse.",
  link_paused: "El enlace estaba en pausa antes de usarse.",
  link_used_up: "El enlace ya había traído a tantos miembros como permite su límite.",
  bad_signature:
    "La compra nombra un enlace, pero la firma no es la nuestra para esta comunidad, así que no prueba nada.",
  unknown_link: "La compra nombra un enlace que esta comunidad no tiene.",
  claim_only:
    "Nada en la compra de {member} nombra un enlace que cuente, y el equipo aprobó una reclamación.",
  claim_outweighed: "La propia compra dice quién trajo a {member}, y eso va antes que cualquier reclamación.",
  claim_too_late:
    "{member} se unió más de {windowDays} días antes o después de la reclamación (versión {version} de las reglas).",
  claim_existing_customer:
    "{member} ya era cliente antes, y la versión {version} de las reglas no acredita a clientes existentes.",
  superseded: "El crédito por {member} pasó a otro enlace.",
  no_longer_credited: "Según lo que se sabe ahora, {member} no es referido de nadie.",
};
