import type { missing as english } from "../en/missing.ts";
import type { WordsOf } from "../words-of.ts";

export const missing: WordsOf<typeof english> = {
  vouch: "No se encontró este aval. Puede haberse retirado o ser de otro lugar.",
  itemOf:
    "Una de estas partes del pago no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  referralOfCase:
    "El referido de este caso no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  affiliate: "Este afiliado no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  pointLine:
    "Esta línea de puntos no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  campaign: "Esta campaña no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  badge: "Esta insignia no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  case: "Este caso no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  claim: "No se encontró esta reclamación. Puede que se haya eliminado o que sea de otro sitio.",
  plan: "Este plan de comisiones no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  commission: "Esta comisión no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  community: "Esta comunidad no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  decision: "Esta decisión no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  delivery: "Esta entrega no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  job: "Esta tarea no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  key: "Esta clave no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  link: "Este enlace no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  member: "Este miembro no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  page: "Esta página de la comunidad no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  item: "Esta parte de un pago no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  payout: "Este pago no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  product: "Este producto no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  referral: "Este referido no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  reward: "Esta recompensa no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  view: "Esta vista no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  webhook: "Este webhook no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
  export: "Esta exportación no se ha encontrado. Puede que se haya eliminado o pertenezca a otro sitio.",
};
