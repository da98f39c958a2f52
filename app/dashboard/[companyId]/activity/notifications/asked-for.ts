import { notificationKinds } from "#db/enums.ts";
import { notificationStandings, team } from "#lib/notifications/index.ts";
import type { Query } from "../../open.ts";
import { oneOf, only, uuid } from "../../query.ts";

/** Which notifications an address asks for; what it does not know counts as not asked for. */
export function askedFor(query: Query) {
  return {
    standing: oneOf(query.standing, notificationStandings),
    kind: oneOf(query.kind, notificationKinds),
    to: only(query.to) === team ? team : uuid(query.to),
    cursor: uuid(query.cursor),
  };
}
export type AskedFor = ReturnType<typeof askedFor>;
