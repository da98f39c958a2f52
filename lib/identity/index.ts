export { type Identity, openIdentity, type View } from "./identity.ts";
export type { Place } from "./places.ts";
export { userTokenHeader } from "./verify-user-token.ts";
export type { Viewer } from "./viewers.ts";
