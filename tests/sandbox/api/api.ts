import { randomUUID } from "node:crypto";
import { sleep } from "#tests/sandbox/clock.ts";
import { ApiError, badRequest, notFound, serverError, unauthorized } from "#tests/sandbox/http/errors.ts";
import type { Exchange } from "#tests/sandbox/http/exchange.ts";
import { matchPath, type Params } from "#tests/sandbox/http/pattern.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";
import type { Fault } from "#tests/sandbox/settings.ts";
import { readVersion } from "#tests/sandbox/shape/version.ts";
import { newId } from "#tests/sandbox/world/ids.ts";
import { affiliates } from "./affiliates.ts";
import { catalog } from "./catalog.ts";
import { checkoutConfigurations } from "./checkout-configurations.ts";
import { Faults, failAfter, failBefore, happensAfterWork } from "./faults.ts";
import { Idempotency } from "./idempotency.ts";
import { memberships } from "./memberships.ts";
import { notifications } from "./notifications.ts";
import type { Answer, Operation } from "./operation.ts";
import { paymentFees } from "./payment-fees.ts";
import { payments } from "./payments.ts";
import { people } from "./people.ts";
import { requirePermissions } from "./permissions.ts";
import { promoCodes } from "./promo-codes.ts";
import { RateLimit } from "./rate-limit.ts";
import { transfers } from "./transfers.ts";
import { webhooks } from "./webhooks.ts";

const PREFIX = "/api/v1";

const OPERATIONS: readonly Operation[] = [
  ...people,
  ...catalog,
  ...memberships,
  ...payments,
  ...paymentFees,
  ...promoCodes,
  ...checkoutConfigurations,
  ...transfers,
  ...notifications,
  ...webhooks,
  ...affiliates,
];

type Outcome = { answer: Answer; replayed: boolean };

/** Whop's REST API: key, version, rate, faults, permissions, idempotency, and only then the work. */
export class Api {
  readonly faults = new Faults();
  readonly idempotency = new Idempotency();
  readonly rateLimit = new RateLimit();
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  async answer(exchange: Exchange): Promise<void> {
    const startedAt = Date.now();
    const path = exchange.path.slice(PREFIX.length);
    const found = find(exchange.method, path);
    const fault = this.faults.next(exchange.method, path);
    const requestId = newId("req");
    let version = exchange.header("api-version-date") ?? "";
    let status = 0;
    let replayed = false;
    try {
      this.#checkKey(exchange, found?.operation ?? null);
      version = readVersion(exchange.header("api-version-date"));
      if (!found) throw notFound(`${exchange.method} ${path}`);
      const name = `${found.operation.method} ${found.operation.path}`;
      this.rateLimit.take(
        name,
        exchange.header("authorization") ?? "",
        this.#sandbox.world.settings.rateLimitPerMinute,
      );
      const body = await readJson(exchange);
      if (fault && !happensAfterWork(fault)) {
        const failure = await failBefore(fault, exchange);
        if (failure) throw failure;
        return;
      }
      const outcome = await this.#work(exchange, found, body, version, requestId);
      status = outcome.answer.status;
      replayed = outcome.replayed;
      if (fault) await failAfter(fault, exchange, outcome.answer);
      else send(exchange, outcome, requestId);
    } catch (error) {
      const failure = error instanceof ApiError ? error : serverError();
      if (!(error instanceof ApiError)) console.error("sandbox:", error);
      status = failure.status;
      exchange.json(failure.status, failure.body(), { "x-request-id": requestId, ...failure.headers });
    } finally {
      this.#record(exchange, {
        id: requestId,
        path,
        operation: found?.operation.path ?? path,
        status,
        startedAt,
        version,
        replayed,
        fault,
      });
    }
  }

  #checkKey(exchange: Exchange, operation: Operation | null): void {
    const given = exchange.header("authorization");
    if (given === null && operation?.isPublic) return;
    if (given !== `Bearer ${this.#sandbox.apiKey}`) throw unauthorized();
  }

  async #work(
    exchange: Exchange,
    found: { operation: Operation; params: Params },
    body: unknown,
    version: string,
    requestId: string,
  ): Promise<Outcome> {
    const { operation } = found;
    const key = operation.method === "POST" ? exchange.header("idempotency-key") : null;
    const perform = async () => {
      const { apiLatencyMs } = this.#sandbox.world.settings;
      if (apiLatencyMs > 0) await sleep(apiLatencyMs);
      return this.#perform(exchange, found, body, version, requestId);
    };
    if (key === null || !this.#honours(operation))
      return { answer: unwrap(await perform()), replayed: false };
    const scope = exchange.header("authorization") ?? "";
    const request = JSON.stringify([exchange.method, exchange.path, version, body ?? null]);
    const stored = this.idempotency.begin(scope, key, request, this.#sandbox.world.clock.now());
    if (stored) return { answer: stored, replayed: true };
    const result = await perform();
    if (result instanceof ApiError && result.status >= 500) this.idempotency.abandon(scope, key);
    else this.idempotency.finish(scope, key, asAnswer(result));
    return { answer: unwrap(result), replayed: false };
  }

  #perform(
    exchange: Exchange,
    { operation, params }: { operation: Operation; params: Params },
    body: unknown,
    version: string,
    requestId: string,
  ): Answer | ApiError {
    const { world } = this.#sandbox;
    try {
      requirePermissions(world, operation, body);
      return operation.run({
        sandbox: this.#sandbox,
        params,
        query: exchange.url.searchParams,
        body,
        version,
        effect: (kind, object) => {
          const idempotencyKey = exchange.header("idempotency-key");
          world.effects.add({
            id: randomUUID(),
            at: world.clock.iso(),
            kind,
            idempotencyKey,
            requestId,
            object,
          });
          world.changed("effect");
        },
      });
    } catch (error) {
      if (error instanceof ApiError) return error;
      console.error("sandbox:", error);
      return serverError();
    }
  }

  #honours(operation: Operation): boolean {
    const promise = this.#sandbox.world.settings.idempotencyKeys;
    return promise === "all" || (promise === "typed" && operation.takesIdempotencyKey === true);
  }

  #record(
    exchange: Exchange,
    call: {
      id: string;
      path: string;
      operation: string;
      status: number;
      startedAt: number;
      version: string;
      replayed: boolean;
      fault: Fault["kind"] | null;
    },
  ): void {
    const { world } = this.#sandbox;
    const { startedAt, operation, path, ...rest } = call;
    world.requests.add({
      ...rest,
      at: world.clock.iso(),
      method: exchange.method,
      path: `${path}${exchange.url.search}`,
      operation: `${exchange.method} ${operation}`,
      durationMs: Date.now() - startedAt,
      idempotencyKey: exchange.header("idempotency-key"),
    });
    world.changed("request");
  }
}

function find(method: string, path: string): { operation: Operation; params: Params } | null {
  for (const operation of OPERATIONS) {
    if (operation.method !== method) continue;
    const params = matchPath(operation.path, path);
    if (params) return { operation, params };
  }
  return null;
}

async function readJson(exchange: Exchange): Promise<unknown> {
  const text = await exchange.text();
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("The request body is not JSON.");
  }
}

function asAnswer(result: Answer | ApiError): Answer {
  return result instanceof ApiError ? { status: result.status, body: result.body() } : result;
}

/** A refusal that was not stored is thrown, so that its headers are sent too. */
function unwrap(result: Answer | ApiError): Answer {
  if (result instanceof ApiError) throw result;
  return result;
}

function send(exchange: Exchange, outcome: Outcome, requestId: string): void {
  const replayed = outcome.replayed ? { "idempotent-replayed": "true" } : {};
  exchange.json(outcome.answer.status, outcome.answer.body, { "x-request-id": requestId, ...replayed });
}
