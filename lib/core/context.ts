import type { Database, TenantTx } from "#db/client.ts";
import type { WhopPlatform } from "../whop/platform.ts";
import type { Clock } from "./clock.ts";
import { AppError } from "./errors.ts";
import type { Logger } from "./log.ts";
import { say } from "./said.ts";
import type { Secrets } from "./secrets.ts";

/** Who acts. `userId` is users.id in the company of the context. */
export type Actor =
  | { kind: "member"; userId: string; whopUserId: string; name: string }
  | { kind: "owner"; userId: string; whopUserId: string; name: string }
  | { kind: "system"; name: string };

/** Addresses the product puts into links and checks destinations against. */
export type Origins = { app: string; whop: readonly string[] };

/** What the queue keeps of a job: every payload names its company. */
export type JobData = { companyId: string; [field: string]: unknown };

/** Puts follow-up work on the queue inside the transaction that makes it necessary. Used through lib/jobs. */
export type JobSender = {
  /** One job for each payload, all of one kind. */
  send(
    tx: TenantTx,
    name: string,
    payloads: readonly JobData[],
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
    throw new AppError("forbidden", say("access.teamDoes"));
  }
}

/** The member who acts. @throws AppError forbidden when nobody signed in does */
export function requireMember(ctx: Ctx): { userId: string; whopUserId: string } {
  if (ctx.actor.kind === "system") throw new AppError("forbidden", say("access.signedInOnly"));
  return ctx.actor;
}

/**
 * Whose things are asked for: a member's own, anybody's for the team; those of whoever acts when nobody is named.
 * @throws AppError forbidden when a member names another one
 */
export function whose(ctx: Ctx, userId: string | undefined): string {
  if (userId === undefined) return requireMember(ctx).userId;
  if (ctx.actor.kind === "member" && ctx.actor.userId !== userId) throw anothers();
  return userId;
}

/** The same for a list, of which the team sees everybody's when it names nobody. */
export function whoseOrAll(ctx: Ctx, userId: string | undefined): string | undefined {
  return ctx.actor.kind === "member" ? whose(ctx, userId) : userId;
}

/** What a member reads who asks for what is another member's. */
export function anothers(): AppError {
  return new AppError("forbidden", say("access.anothers"));
}
