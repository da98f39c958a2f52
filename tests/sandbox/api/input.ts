import { z } from "zod";
import { badRequest, missing, unprocessable } from "#tests/sandbox/http/errors.ts";
import type { Company } from "#tests/sandbox/world/entities.ts";
import type { World } from "#tests/sandbox/world/world.ts";

/** Reads a body as Whop does: unknown fields are ignored, a missing one is 400, a wrong one 422. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".") ?? "";
  if (!issue) throw badRequest("The request body is not valid.");
  if (field && isAbsent(body, issue.path)) throw missing(field);
  throw unprocessable(field ? `${field}: ${issue.message}` : issue.message);
}

function isAbsent(body: unknown, path: readonly PropertyKey[]): boolean {
  let value: unknown = body;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return true;
    value = Reflect.get(value, key);
  }
  return value === undefined;
}

/** `user_ids[]=a&user_ids[]=b`, and also `user_ids=a`. Null when the filter is not used. */
export function listFilter(query: URLSearchParams, name: string): string[] | null {
  const values = [...query.getAll(`${name}[]`), ...query.getAll(name)];
  return values.length > 0 ? values : null;
}

export function passes(filter: readonly string[] | null, value: string | null): boolean {
  return filter === null || (value !== null && filter.includes(value));
}

/** An ISO instant or seconds since 1970; null when absent. */
function instantFilter(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === "") return null;
  const value = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
  if (Number.isNaN(value)) throw badRequest(`${name} is not a date.`);
  return value;
}

type Window = (iso: string) => boolean;

export function createdWindow(query: URLSearchParams): Window {
  return window(query, "created_after", "created_before");
}

export function window(query: URLSearchParams, afterName: string, beforeName: string): Window {
  const after = instantFilter(query, afterName);
  const before = instantFilter(query, beforeName);
  return (iso) => {
    const at = Date.parse(iso);
    return (after === null || at > after) && (before === null || at < before);
  };
}

/** The company a call names, which must have the app installed. */
export function installedCompany(world: World, id: string | null | undefined, field: string): Company {
  if (!id) throw missing(field);
  const company = world.companies.get(id);
  if (!company.installed) throw badRequest(`The app is not installed on ${id}.`);
  return company;
}

/** The company filter of a list: one named company, or all that installed the app where Whop lets it be left out. */
export function companyFilter(
  world: World,
  query: URLSearchParams,
  field: string,
): (companyId: string) => boolean {
  const id = query.get(field);
  if (id) {
    const company = installedCompany(world, id, field);
    return (companyId) => companyId === company.id;
  }
  const installed = new Set(
    world.companies.where((company) => company.installed).map((company) => company.id),
  );
  return (companyId) => installed.has(companyId);
}

export const Metadata = z
  .record(z.string().max(100), z.unknown())
  .refine((value) => Object.keys(value).length <= 50, "at most 50 keys")
  .refine(
    (value) => Object.values(value).every((entry) => typeof entry !== "string" || entry.length <= 500),
    "a value has at most 500 characters",
  );

export const Currency = z.string().regex(/^[a-z]{3,8}$/, "is not a currency");
