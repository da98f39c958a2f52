import { Generations } from "../core/generations.ts";
import { type Services, systemContext } from "../core/services.ts";
import { type DirectoryEntry, ensureCheckout } from "../links/index.ts";
import { WhopError } from "../whop/platform.ts";
import { inTime } from "./in-time.ts";

const WAIT_MS = 2_000;
/** After a failure of Whop's, visitors of the same link are not kept waiting for another one. */
const REST_MS = 10_000;
/** Our own database is back sooner, and until then nothing waits for it long. */
const REST_WITHOUT_DATABASE_MS = 1_000;
/** Until the directory knows what was made, which it may not hear of at once. */
const REMEMBERED_MS = 30_000;
/** A community without any plan on sale will hardly have one in a minute. */
const REST_WITHOUT_PLAN_MS = 60_000;

/**
 * Makes the checkout of a link that has none while its visitor waits, two seconds at most. Everybody who
 * comes meanwhile waits for the same call; null means the visitor goes to the community's page instead.
 */
export function createCheckoutOnDemand(services: Services) {
  const underWay = new Map<string, Promise<string | null>>();
  const restingUntil = new Generations<number>(20_000);

  const make = async (entry: DirectoryEntry): Promise<string | null> => {
    try {
      const ctx = systemContext(services, entry.companyId, "visit");
      const made = await ensureCheckout(ctx, { codeId: entry.codeId }, { timeoutMs: WAIT_MS });
      if (made.outcome === "ready") return made.purchaseUrl;
      if (made.outcome === "no_plan")
        restingUntil.set(entry.companyId, performance.now() + REST_WITHOUT_PLAN_MS);
      restingUntil.set(entry.codeId, performance.now() + REST_MS);
    } catch (error) {
      const { companyId, codeId } = entry;
      services.log.warn({ error, companyId, codeId }, "No checkout could be made for a visitor");
      const restMs = error instanceof WhopError ? REST_MS : REST_WITHOUT_DATABASE_MS;
      restingUntil.set(codeId, performance.now() + restMs);
    }
    return null;
  };

  const isResting = (id: string) => performance.now() < (restingUntil.get(id) ?? 0);

  return (entry: DirectoryEntry): Promise<string | null> => {
    if (isResting(entry.codeId) || isResting(entry.companyId)) return Promise.resolve(null);
    let making = underWay.get(entry.codeId);
    if (making === undefined) {
      making = make(entry);
      underWay.set(entry.codeId, making);
      void making.then((url) => {
        setTimeout(() => underWay.delete(entry.codeId), url === null ? 0 : REMEMBERED_MS).unref();
      });
    }
    return inTime(making, WAIT_MS, null);
  };
}
