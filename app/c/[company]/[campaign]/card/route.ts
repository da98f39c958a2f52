export { answerCard as GET, answerCard as HEAD } from "#app/_edge/campaign-card.ts";
