import { type OpenedKey, openApiKey } from "#lib/api-keys/index.ts";
import { AppError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { say } from "#lib/core/said.ts";
import { userTokenHeader } from "#lib/identity/index.ts";
import type { AppServices } from "#lib/runtime/services.ts";
import { localeOf } from "../_ui/i18n/locale.ts";
import { keyTextOf, openKeyView } from "./api-key.ts";
import { refuseOtherSites } from "./browser.ts";
import type { AnyRoute, PublicRoute, Route } from "./declare.ts";
import type { ApiHandler, ApiRequest } from "./exchange.ts";
import { readInput } from "./input.ts";
import { createRateLimit } from "./rate-limit.ts";
import { csv, failure, json, methodNotAllowed, staleHeader } from "./respond.ts";
import { createRouter } from "./router.ts";
import { openView, takeScope } from "./scope.ts";

export type DispatchOptions = { writesPerMinute?: number };

/** Answers requests to the declared routes. Knows nothing of the server in front of it. */
export function createDispatcher(
  services: AppServices,
  routes: readonly AnyRoute[],
  options: DispatchOptions = {},
): ApiHandler {
  const { identity, log } = services;
  const match = createRouter(routes);
  const countWrite = createRateLimit(services.clock, options.writesPerMinute ?? 60);

  /** A person, by the token that Whop gave them, or the script of a key. */
  async function callerOf({ header }: ApiRequest): Promise<string | OpenedKey> {
    const keyText = keyTextOf(header);
    if (keyText !== null) return openApiKey(services, keyText);
    return identity.userOf(header(userTokenHeader));
  }

  async function answer(
    request: ApiRequest,
    route: Route,
    query: string,
    path: Record<string, string>,
    requestId: string,
  ) {
    const caller = await callerOf(request);
    if (route.method !== "GET") {
      refuseOtherSites(request.header);
      countWrite(typeof caller === "string" ? caller : caller.id);
    }
    const isNeeded = typeof caller === "string";
    const { scope, rest } = takeScope(await readInput(request, new URLSearchParams(query), route, path), {
      isNeeded,
    });
    const view =
      typeof caller === "string"
        ? await openView(identity, caller, route, scope, requestId)
        : await openKeyView(identity, caller, route, scope, requestId);
    const headers = ["x-request-id", requestId, ...(view.stale ? [staleHeader, "true"] : [])];
    if (route.format === "csv") return csv(await route.answer(view.ctx, rest), requestId, log, headers);
    const language = localeOf(request.header("accept-language"));
    return json(route.status, await route.answer(view.ctx, rest, language), headers);
  }

  return async (request) => {
    const requestId = newId();
    try {
      const { method, target } = request;
      const question = target.indexOf("?");
      const address = question === -1 ? target : target.slice(0, question);
      const query = question === -1 ? "" : target.slice(question);
      const found = match(method === "HEAD" ? "GET" : method, address);
      if (!found) throw new AppError("not_found", say("api.nothingHere"));
      if ("allowed" in found)
        return methodNotAllowed(found.allowed, requestId, log, localeOf(request.header("accept-language")));
      const { route, path } = found;
      if (isPublic(route)) {
        const { status, body } = await route.answer(services);
        return json(status, body, ["x-request-id", requestId]);
      }
      return await answer(request, route, query, path, requestId);
    } catch (error) {
      return failure(error, requestId, log, localeOf(request.header("accept-language")));
    }
  };
}

function isPublic(route: AnyRoute): route is PublicRoute {
  return route.access === "public";
}
