import { loadEnv } from "../core/env.ts";
import { type AppServices, openServices, web } from "./services.ts";

/**
 * One set of services per process. The server and the pages are built apart and share no module, so what
 * they share hangs on the process.
 */
const slot = Symbol.for("referly.services");

type Holder = { [slot]?: Promise<AppServices> };

function holder(): Holder {
  return globalThis as Holder; // The symbol is ours; no global type knows it.
}

/** The server's own services, for the pages it serves. */
export function shareServices(services: AppServices): void {
  holder()[slot] = Promise.resolve(services);
}

/** The process's services; opened on first use where no server of ours did so before. */
export function sharedServices(): Promise<AppServices> {
  const held = holder();
  held[slot] ??= openShared(held);
  return held[slot];
}

async function openShared(held: Holder): Promise<AppServices> {
  try {
    return await openServices(loadEnv(), web);
  } catch (error) {
    delete held[slot];
    throw error;
  }
}
