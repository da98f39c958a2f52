import type { Database, TenantTx } from "#db/client.ts";
import type { WhopPlatform } from "../whop/platform.ts";
import type { Clock } from "./clock.ts";
import { AppError } from "./errors.ts";
import type { Logger } from "./log.ts";
import type { Secrets } from "./secrets.ts";

/** Who acts. `userId` is users.id in the company of the context. */
export type Actor =
  | { kind: "member"; userId: string; whopUserId: string; name: string }
  | { kind: "owner"; userId: string; whopUserId: string; name: string }
  | { kind: "system"; name: string };

/** Addresses the product puts into links and checks destinations against. */
export type Origins = { app: string; whop: readonly string[] };

/** Puts follow-up work on the queue inside the transaction that makes it necessary. Used through lib/jobs. */
export type JobSender = {
  /** One job for each payload, all of one kind. */
  send(
    tx: TenantTx,
    name: string,
    payloads: readonly object[],
    options?: { startAfterSeconds?: number },
  ): Promise<void>;
};

/** Everything a verb needs. */
export type Ctx = {
  readonly companyId: string;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly db: Database;
  readonly whop: WhopPlatform;
  readonly jobs: JobSender;
  readonly secrets: Secrets;
  readonly origins: Origins;
  readonly log: Logger;
  readonly requestId: string;
  /** The transaction this context is inside of, if any. */
  readonly tx?: TenantTx;
};

/** Runs `fn` in the context's transaction, opening the tenant's one if there is none yet. */
export async function transact<T>(ctx: Ctx, fn: (tx: TenantTx, ctx: Ctx) => Promise<T>): Promise<T> {
  if (ctx.tx) return fn(ctx.tx, ctx);
  return ctx.db.withTenant(ctx.companyId, actorLabel(ctx.actor), (tx) => fn(tx, { ...ctx, tx }));
}

export function actorLabel(actor: Actor): string {
  return actor.kind === "system" ? `system:${actor.name}` : `${actor.kind}:${actor.userId}`;
}

/** @throws AppError forbidden unless the actor is an owner, or the system on the owner's behalf */
export function requireOwner(ctx: Ctx): void {
  if (ctx.actor.kind === "member") {
    throw new AppError("forbidden", "Only the team of this community can do this. Ask its owner for access.");
  }
}

/** The member who acts. @throws AppError forbidden when nobody signed in does */
export function requireMember(ctx: Ctx): { userId: string; whopUserId: string } {
  if (ctx.actor.kind === "system") throw new AppError("forbidden", "This is for a signed-in member.");
  return ctx.actor;
}
