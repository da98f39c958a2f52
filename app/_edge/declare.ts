import { z } from "zod";
import type { Ctx } from "#lib/core/context.ts";
import type { CsvFile } from "#lib/core/csv.ts";
import { parseInput } from "#lib/core/parse.ts";
import type { AppServices } from "#lib/runtime/services.ts";
import type { Locale } from "../_ui/i18n/locale.ts";

export type Method = "GET" | "POST" | "PATCH";

/**
 * Who may call a route. `member`: somebody with access to the experience, or the team; `owner`: the team;
 * `either`: both, and the scope says which of the two views is meant: an experience is the member's view, a
 * company the team's. `public`: anybody.
 */
export type Access = "member" | "owner" | "either" | "public";

/** A route as the dispatcher and the OpenAPI document see it. */
export type Route = {
  method: Method;
  /** With `{name}` for what varies. */
  path: string;
  summary: string;
  access: Access;
  /** Everything but the scope; a path's parts are among its fields. */
  input: z.ZodObject;
  output: z.ZodType;
  status: number;
  /** Only a person who is signed in may do it, no script with a key. */
  forPeople: boolean;
} & Answering;

type Answering =
  /** Parses the input, runs the verb and returns what becomes the JSON answer. */
  | { format: "json"; answer(ctx: Ctx, input: Record<string, unknown>, language: Locale): Promise<unknown> }
  /** The same for a table, which is sent while it is read. */
  | { format: "csv"; answer(ctx: Ctx, input: Record<string, unknown>): Promise<CsvFile> };

export type PublicAnswer = { status: number; body: unknown };

/** A route anybody may call; it has no tenant, so no context. */
export type PublicRoute = {
  method: "GET";
  path: string;
  summary: string;
  access: "public";
  output: z.ZodType;
  /** When the same answer comes with 503, for the description of the API. */
  unready?: string;
  answer(services: AppServices): Promise<PublicAnswer> | PublicAnswer;
};

export type AnyRoute = Route | PublicRoute;

type Declaration<I extends z.ZodObject, O extends z.ZodType> = {
  method: Method;
  path: string;
  summary: string;
  access: Exclude<Access, "public">;
  input: I;
  /** From what `run` returns to JSON: codecs turn dates and money into text; what it does not name is left out. */
  output: O;
  status?: number;
  /** Only a person who is signed in may do it, no script with a key. */
  forPeople?: boolean;
  /** `language` is the reader's, for the few answers that are sentences. */
  run(ctx: Ctx, input: z.output<I>, language: Locale): Promise<z.input<O>>;
};

/** Declares a route: its input is checked, and its answer carries what `output` names and nothing else. */
export function route<I extends z.ZodObject, O extends z.ZodType>(declaration: Declaration<I, O>): Route {
  const { input, output, run, status = 200, forPeople = false, ...rest } = declaration;
  // When it is first asked: most routes seldom are, and compiling all of them would take a part of a second.
  let compiled: O | undefined;
  return {
    ...rest,
    input,
    output,
    status,
    forPeople,
    format: "json",
    answer: async (ctx, raw, language) => {
      compiled ??= z.compile(output);
      return compiled.parse(await run(ctx, parseInput(input, raw), language));
    },
  };
}

type CsvDeclaration<I extends z.ZodObject> = Pick<
  Declaration<I, z.ZodType>,
  "path" | "summary" | "access" | "input" | "forPeople"
> & {
  run(ctx: Ctx, input: z.output<I>): Promise<CsvFile>;
};

/** Declares a route that answers with a table to be saved. */
export function csvRoute<I extends z.ZodObject>({
  run,
  forPeople = false,
  ...rest
}: CsvDeclaration<I>): Route {
  return {
    ...rest,
    method: "GET",
    output: z.string(),
    status: 200,
    forPeople,
    format: "csv",
    answer: (ctx, raw) => run(ctx, parseInput(rest.input, raw)),
  };
}
