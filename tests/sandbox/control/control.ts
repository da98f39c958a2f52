import type { Api } from "#tests/sandbox/api/api.ts";
import { ApiError, notFound, serverError } from "#tests/sandbox/http/errors.ts";
import { BodyTooLarge, type Exchange } from "#tests/sandbox/http/exchange.ts";
import { matchPath, type Params } from "#tests/sandbox/http/pattern.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";
import { machineryRoutes } from "./machinery.ts";
import { overviewRoutes } from "./overview.ts";
import { peopleRoutes } from "./people.ts";
import { ANSWERED, type ControlRoute, FieldErrors, Reply } from "./route.ts";
import { storyRoutes } from "./story.ts";

const ROUTES: readonly ControlRoute[] = [
  ...peopleRoutes,
  ...storyRoutes,
  ...machineryRoutes,
  ...overviewRoutes,
];

/** `/sandbox/*`: for scripts and for the host page. */
export async function control(sandbox: Sandbox, api: Api, exchange: Exchange): Promise<void> {
  try {
    const { route, params } = find(exchange.method, exchange.path);
    const body = exchange.method === "GET" ? undefined : parse(await exchange.text());
    const query = exchange.url.searchParams;
    const result = await route.run({ sandbox, api, params, query, body, exchange });
    if (result === ANSWERED) return;
    if (result instanceof Reply) exchange.json(result.status, result.body);
    else exchange.json(200, result);
  } catch (error) {
    fail(exchange, error);
  }
}

function find(method: string, path: string): { route: ControlRoute; params: Params } {
  let known = false;
  for (const route of ROUTES) {
    const params = matchPath(route.path, path);
    if (!params) continue;
    if (route.method === method) return { route, params };
    known = true;
  }
  if (known) throw new ApiError(405, "method_not_allowed", `${method} is not possible on ${path}`);
  throw notFound(path);
}

function parse(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, "invalid_input", "The body is not JSON.");
  }
}

function fail(exchange: Exchange, error: unknown): void {
  if (error instanceof BodyTooLarge) {
    exchange.json(413, { error: { code: "invalid_input", message: "The body is larger than 1 MB." } });
    return;
  }
  if (!(error instanceof ApiError)) console.error("sandbox:", error);
  const failure = error instanceof ApiError ? error : serverError();
  const fields = failure instanceof FieldErrors ? { fields: failure.fields } : {};
  exchange.json(failure.status, { error: { code: failure.type, message: failure.message, ...fields } });
}
