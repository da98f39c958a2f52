/** What visitors of a link read, in the languages the product speaks. `{name}` and `{title}` are filled in. */
const english = {
  invites: "{name} invites you to {title}",
  invitation: "An invitation to {title}",
  cardHint: "Join through this link and {name} is thanked for it.",
  cardFrom: "{name} invites you to",
  cardFromSomebody: "You are invited to",
  cardSomewhere: "a community on Whop",
  join: "Go to {title}",
  goneTitle: "This link is no longer in use",
  paused: "The member who shared it has paused it, or the community has.",
  expired: "Its time is over.",
  limit: "It has brought as many people as it could.",
  goneStill: "You can still join {title} directly.",
  unknownTitle: "There is no such link",
  unknown: "It may have been copied incompletely. Ask the person who sent it for the whole link.",
  noCampaignTitle: "There is no campaign here",
  noCampaign: "It may be over, or the address may have been copied incompletely.",
  busyTitle: "One moment, please",
  busy: "This link cannot be looked up right now. The page tries again by itself.",
  retry: "Try again now",
};

export type Texts = typeof english;

const spanish: Texts = {
  invites: "{name} te invita a {title}",
  invitation: "Una invitación a {title}",
  cardHint: "Únete con este enlace y {name} recibirá su agradecimiento.",
  cardFrom: "{name} te invita a",
  cardFromSomebody: "Tienes una invitación a",
  cardSomewhere: "una comunidad en Whop",
  join: "Ir a {title}",
  goneTitle: "Este enlace ya no está en uso",
  paused: "Quien lo compartió, o la comunidad, lo ha puesto en pausa.",
  expired: "Su plazo ha terminado.",
  limit: "Ya ha traído a todas las personas que podía.",
  goneStill: "Aún puedes unirte a {title} directamente.",
  unknownTitle: "Este enlace no existe",
  unknown: "Quizá se copió incompleto. Pide el enlace entero a quien te lo envió.",
  noCampaignTitle: "Aquí no hay ninguna campaña",
  noCampaign: "Puede que haya terminado o que la dirección se copiara incompleta.",
  busyTitle: "Un momento, por favor",
  busy: "Ahora mismo no podemos consultar este enlace. La página lo intenta de nuevo por sí sola.",
  retry: "Intentar de nuevo",
};

export type Language = "en" | "es";

export function languageOf(acceptLanguage: string | undefined): Language {
  return /^\s*es\b/i.test(acceptLanguage ?? "") ? "es" : "en";
}

export function textsIn(language: Language): Texts {
  return language === "es" ? spanish : english;
}

export function fill(text: string, values: { name?: string; title?: string }): string {
  return text.replaceAll("{name}", () => values.name ?? "").replaceAll("{title}", () => values.title ?? "");
}
