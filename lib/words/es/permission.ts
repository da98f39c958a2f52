import type { permission as english } from "../en/permission.ts";
import type { WordsOf } from "../words-of.ts";

export const permission: WordsOf<typeof english> = {
  "company:basic:read":
    "Muestra el nombre y la imagen de tu comunidad en las tarjetas de referido y ofrece a los visitantes un camino hacia ella cuando un enlace ha terminado.",
  "access_pass:basic:read":
    "Lista tus productos para que elijas para cuál vale un código promocional y cuál desbloquea un miembro.",
  "plan:basic:read":
    "Lista tus planes para que elijas el que venden los enlaces de referido y veas su precio junto a la recompensa.",
  "checkout_configuration:create":
    "Crea la página de compra propia de cada enlace de referido, con la referencia firmada que prueba quién trajo al comprador.",
  "member:basic:read":
    "Muestra a los miembros por su nombre en sus enlaces y en tu lista de referidos, y distingue a los clientes nuevos de los que vuelven.",
  "member:email:read":
    "Compara comprador y referente, para que quien refiera su propia segunda cuenta quede retenido para tu revisión.",
  "member:phone:read":
    "Whop lo pide a toda app que lista pagos, que es como se encuentran los que faltan. No se lee ni se guarda ningún teléfono.",
  "member:manage":
    "Suma a la membresía en curso de un miembro los días gratis que ha ganado. No se cambia nada más.",
  "developer:manage_webhook":
    "Permite a la página de salud comprobar que Whop sigue enviando a Referly todos los eventos que necesita. Nunca se cambia ningún webhook.",
  "notification:create":
    "Avisa a los miembros de qué fue de sus referidos y a tu equipo de lo que le espera, sin molestar de noche y una sola vez.",
  "payment:basic:read":
    "Cuenta un referido solo cuando la compra está pagada, y lo retira por el importe que se reembolsó.",
  "payment:dispute:read":
    "Retiene las recompensas de un referido mientras su pago está en disputa, y las resuelve cuando la disputa termina.",
  "payout:transfer_funds":
    "Paga con tu saldo de Whop un pago a afiliados que aprobaste. No hace falta si pagas a los afiliados por tu cuenta.",
  "payout:transfer:read":
    "Comprueba si una transferencia se hizo antes de volver a intentarla, para que ningún afiliado cobre dos veces.",
  "promo_code:basic:read":
    "Comprueba si el código de una recompensa existe antes de crear otro, para que ningún miembro reciba dos por una recompensa.",
  "promo_code:create":
    "Crea el código de un solo uso con el que un miembro recibe el descuento o el producto que ha ganado.",
  "promo_code:delete":
    "Archiva un código de recompensa sin usar cuando los reembolsos deshacen los referidos que lo ganaron y elegiste retirar recompensas.",
  "webhook_receive:memberships":
    "Se entera al momento de que una persona referida se une, empieza una prueba o se va, para que el referente lo vea.",
  "webhook_receive:payments":
    "Se entera de cada compra pagada o fallida, que es lo que convierte a una persona referida en un referido acreditado.",
  "webhook_receive:refunds":
    "Se entera de los reembolsos, para que nunca des una recompensa por una compra cuyo dinero se devolvió.",
  "webhook_receive:disputes":
    "Se entera de que el banco de un comprador abre o decide una disputa, lo que retiene, restablece o anula el crédito.",
};
