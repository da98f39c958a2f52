import type { rewardState as english } from "../en/rewardState.ts";
import type { WordsOf } from "../words-of.ts";

export const rewardState: WordsOf<typeof english> = {
  pending: "En espera",
  approved: "En entrega",
  granted: "Entregada",
  claimed: "Canjeada",
  failed: "En manos del equipo",
  held: "En manos del equipo",
  expired: "No reclamada a tiempo",
  cancelled: "Cancelada",
};
