export { type CardDrawing, type CardFonts, drawCard } from "./card-drawing.ts";
export type { DrawCard } from "./card-images.ts";
export { classify, type Evidence, isPrefetch } from "./classify.ts";
export { type LinkEdge, openLinkEdge } from "./edge.ts";
export { type LastClick, lastClicksBefore } from "./last-click-before.ts";
export { type LinkPath, linkPath } from "./link-path.ts";
export { type OwnerMark, ownersUrl } from "./owner-marks.ts";
export { type AgentFacts, factsOfAgent } from "./user-agents.ts";
export type { Visit, VisitServices } from "./visit.ts";
