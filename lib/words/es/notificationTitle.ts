import type { notificationTitle as english } from "../en/notificationTitle.ts";
import type { WordsOf } from "../words-of.ts";

export const notificationTitle: WordsOf<typeof english> = {
  joined: "Alguien se unió",
  counted: "Un referido cuenta",
  reward_ready: "Tu recompensa está lista",
  reward_expiring: "Tu recompensa está a punto de caducar",
  overtaken: "Te adelantaron",
  campaign_starting: "Una campaña para ti",
  campaign_ending: "Una campaña está por terminar",
  prize_won: "Ganaste un premio",
  claim_decided: "Se decidió tu reclamación",
  decision_needed: "Hay decisiones pendientes",
  budget_low: "Un presupuesto casi se agota",
  pool_low: "Una recompensa se está agotando",
  webhooks_silent: "Whop guarda silencio",
};
