import type { Database } from "#db/client.ts";
import type { WhopPlatform } from "../whop/platform.ts";
import type { Clock } from "./clock.ts";
import type { Actor, Ctx, JobSender, Origins } from "./context.ts";
import { newId } from "./ids.ts";
import type { Logger } from "./log.ts";
import type { Secrets } from "./secrets.ts";

/** What a process holds open; a context is a view of it for one tenant and actor. */
export type Services = {
  db: Database;
  whop: WhopPlatform;
  jobs: JobSender;
  clock: Clock;
  secrets: Secrets;
  origins: Origins;
  log: Logger;
};

export function contextFor(
  services: Services,
  companyId: string,
  actor: Actor,
  requestId: string = newId(),
): Ctx {
  return {
    companyId,
    actor,
    requestId,
    db: services.db,
    whop: services.whop,
    jobs: services.jobs,
    clock: services.clock,
    secrets: services.secrets,
    origins: services.origins,
    log: services.log,
  };
}

/** The context of work that no person asked for: a webhook, a job, a sweep. */
export function systemContext(services: Services, companyId: string, name: string): Ctx {
  return contextFor(services, companyId, { kind: "system", name });
}
