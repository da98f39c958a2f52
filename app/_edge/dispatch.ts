import { AppError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { userTokenHeader } from "#lib/identity/index.ts";
import type { AppServices } from "#lib/runtime/services.ts";
import { refuseOtherSites } from "./browser.ts";
import type { AnyRoute, PublicRoute, Route } from "./declare.ts";
import { readInput } from "./input.ts";
import { createRateLimit } from "./rate-limit.ts";
import { failure, json, methodNotAllowed, staleHeader } from "./respond.ts";
import { createRouter } from "./router.ts";
import { openView, takeScope } from "./scope.ts";

export type ApiHandler = (request: Request) => Promise<Response>;

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

  async function answer(
    request: Request,
    route: Route,
    url: URL,
    path: Record<string, string>,
    requestId: string,
  ) {
    const whopUserId = await identity.userOf(request.headers.get(userTokenHeader));
    if (route.method !== "GET") {
      refuseOtherSites(request.headers);
      countWrite(whopUserId);
    }
    const { scope, rest } = takeScope(await readInput(request, url, route, path));
    const view = await openView(identity, whopUserId, route, scope, requestId);
    const answered = await route.answer(view.ctx, rest);
    return json(route.status, answered, {
      "x-request-id": requestId,
      ...(view.stale ? { [staleHeader]: "true" } : {}),
    });
  }

  return async (request) => {
    const requestId = newId();
    try {
      const url = new URL(request.url);
      const found = match(request.method === "HEAD" ? "GET" : request.method, url.pathname);
      if (!found) throw new AppError("not_found", "There is nothing at this address.");
      if ("allowed" in found) return methodNotAllowed(found.allowed, requestId, log);
      const { route, path } = found;
      if (isPublic(route)) {
        const { status, body } = await route.answer(services);
        return json(status, body, { "x-request-id": requestId });
      }
      return await answer(request, route, url, path, requestId);
    } catch (error) {
      return failure(error, requestId, log);
    }
  };
}

function isPublic(route: AnyRoute): route is PublicRoute {
  return route.access === "public";
}
