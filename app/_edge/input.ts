import { z } from "zod";
import { AppError, invalidInput } from "#lib/core/errors.ts";
import { type Said, say } from "#lib/core/said.ts";
import { isJson, notJson } from "./browser.ts";
import type { Route } from "./declare.ts";
import type { ApiRequest } from "./exchange.ts";

const deepest = 16;

/** Path, query and JSON body of a request, merged into one record; each field may be given once. */
export async function readInput(
  request: ApiRequest,
  query: URLSearchParams,
  route: Route,
  path: Record<string, string>,
): Promise<Record<string, unknown>> {
  const fields = new Map<string, unknown>();
  const add = (name: string, value: unknown) => {
    if (fields.has(name)) throw badField(name, say("api.twice"));
    fields.set(name, value);
  };
  for (const [name, value] of Object.entries(path)) add(name, value);
  for (const name of new Set(query.keys())) add(name, queryValue(route, name, query));
  if (route.method !== "GET") for (const [name, value] of await readBody(request)) add(name, value);
  // fromEntries makes own fields, also of a name like __proto__, which is then refused as unknown.
  const input: Record<string, unknown> = Object.fromEntries(fields);
  refuseUnstorable(input, "", 0);
  return input;
}

async function readBody({ header, body }: ApiRequest): Promise<[string, unknown][]> {
  const bytes = await body();
  if (bytes.length === 0) return [];
  if (!isJson(header)) throw notJson();
  const value = parseJson(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AppError("invalid_input", say("api.notObject"));
  }
  return Object.entries(value);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new AppError("invalid_input", say("api.notJson"), {}, { cause: error });
  }
}

/** What a field of the query may be, by the route's schema: text in an address has no type of its own. */
const queryTypes = new WeakMap<Route, Map<string, Set<string>>>();

const SchemaPart: z.ZodType<SchemaPart> = z.lazy(() =>
  z.object({ type: z.string().optional(), anyOf: z.array(SchemaPart).optional() }),
);
type SchemaPart = { type?: string | undefined; anyOf?: SchemaPart[] | undefined };
const ObjectSchema = z.object({ properties: z.record(z.string(), SchemaPart).default({}) });

function typesOf(route: Route, name: string): Set<string> {
  let types = queryTypes.get(route);
  if (!types) {
    const { properties } = ObjectSchema.parse(
      z.toJSONSchema(route.input, { io: "input", unrepresentable: "any" }),
    );
    types = new Map(Object.entries(properties).map(([field, part]) => [field, new Set(flatTypes(part))]));
    queryTypes.set(route, types);
  }
  return types.get(name) ?? new Set();
}

function flatTypes(part: SchemaPart): string[] {
  return [...(part.type ? [part.type] : []), ...(part.anyOf ?? []).flatMap(flatTypes)];
}

function queryValue(route: Route, name: string, query: URLSearchParams): unknown {
  const values = query.getAll(name);
  const types = typesOf(route, name);
  if (types.has("array")) return values;
  const [text = ""] = values;
  if (values.length > 1) throw badField(name, say("api.twice"));
  const isNumeric = types.has("integer") || types.has("number");
  if (isNumeric && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (types.has("boolean") && (text === "true" || text === "false")) return text === "true";
  return text;
}

/** Postgres stores neither a zero byte nor half of a surrogate pair; say which field holds one. */
function refuseUnstorable(value: unknown, path: string, depth: number): void {
  if (typeof value === "string") {
    if (value.includes("\0") || !value.isWellFormed()) throw badField(path, say("api.noText"));
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (depth > deepest) throw badField(path.split(".")[0] ?? "input", say("api.tooDeep"));
  for (const [name, item] of Object.entries(value))
    refuseUnstorable(item, path ? `${path}.${name}` : name, depth + 1);
}

function badField(name: string, problem: Said): AppError {
  return invalidInput({ [name]: problem });
}
