import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Linux hands 32768 and above to outgoing connections, so a server must not settle there. */
const LOWEST = 15_000;
const HIGHEST = 32_000;

/** Binding the wildcard address fails when any interface holds the port, which is what a server here needs to know. */
function canBind(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EAFNOSUPPORT"));
    probe.listen({ port, exclusive: true, ...(host === undefined ? {} : { host }) }, () => {
      probe.close(() => resolve(true));
    });
  });
}

export async function isPortFree(port: number): Promise<boolean> {
  return (await canBind(port, undefined)) && (await canBind(port, "127.0.0.1"));
}

/** A free port, the preferred one if it can be had. `span` neighbours are free as well. */
export async function findFreePort(preferred?: number, span = 1): Promise<number> {
  const candidates = preferred === undefined ? [] : [preferred];
  for (let i = 0; i < 200; i += 1) candidates.push(randomInt(LOWEST, HIGHEST));
  for (const candidate of candidates) {
    const free = await Promise.all(Array.from({ length: span }, (_, i) => isPortFree(candidate + i)));
    if (free.every(Boolean)) return candidate;
  }
  throw new Error(
    `No free port between ${LOWEST} and ${HIGHEST}: too many servers are running on this machine.`,
  );
}
