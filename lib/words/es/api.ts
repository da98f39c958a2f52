import type { api as english } from "../en/api.ts";
import type { WordsOf } from "../words-of.ts";

export const api: WordsOf<typeof english> = {
  peopleOnly: "Esto es para una persona que ha iniciado sesión. Las claves de API no pueden hacerlo.",
  scopeMissing: "A esta clave de API le falta el permiso {scope}. Crea una que lo tenga.",
  keyOfAnother: "Esta clave de API es de otra comunidad.",
  peoplesView: "es de la vista de las personas; una clave indica companyId, o nada",
  nothingHere: "No hay nada en esta dirección.",
  tooLarge: "El contenido pasa de {kB} kB.",
  sendJson: "Envía el contenido como JSON, con content-type: application/json.",
  twice: "se indica dos veces",
  notObject: "El contenido debe ser un objeto JSON.",
  notJson: "El contenido no es JSON válido.",
  noText: "contiene un carácter que no es texto",
  tooDeep: "está anidado a demasiada profundidad",
  whereMissing: "Di a qué pertenece esto: indica experienceId o companyId.",
  otherCompany: "no es la empresa de esta experiencia",
  methods: "Esta dirección solo responde a {methods}.",
};
