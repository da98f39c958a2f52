/**
 * Of Postgres: the connection, its resources, a shutdown, a server that is only a copy. Of the driver and the network:
 * nobody there.
 */
const outage =
  /^(08|53)[0-9A-Z]{3}$|^57P0[0-9]$|^25006$|^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST|ENET|EAI_|CONNECTION_|CONNECT_)/;

/** True when the database did not answer, false when it answered that this cannot be done. */
export function isOutage(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  const code: unknown = Reflect.get(error, "code");
  return (typeof code === "string" && outage.test(code)) || isOutage(error.cause, depth + 1);
}
