import { z } from "zod";
import { scopeOf } from "#lib/api-keys/index.ts";
import { type ErrorCode, statusOf } from "#lib/core/errors.ts";
import { userTokenHeader } from "#lib/identity/index.ts";
import type { Access, AnyRoute, PublicRoute, Route } from "./declare.ts";
import { rowsHeader, staleHeader } from "./respond.ts";

type JsonSchema = Record<string, unknown>;

const ApiError = z.object({
  error: z.object({
    code: z.enum([...keysOf(statusOf), "internal"]),
    message: z.string().meta({ description: "For the person who reads it: what happened and what to do" }),
    fields: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: "Field to what is wrong with it" }),
    requestId: z.string(),
  }),
});

function keysOf(table: typeof statusOf): ErrorCode[] {
  return Object.keys(table).filter((name): name is ErrorCode => name in table);
}

const experienceScope = {
  type: "string",
  description: "An experience of this app (exp_…): the member's view",
};
const companyScope = {
  type: "string",
  description: "A company whose team the caller is on (biz_…): the team's view",
};

/** Which errors a signed-in call can meet; the code in the body says more. */
const errorStatuses: Record<number, string> = {
  400: "A field is missing, unknown or wrong; `fields` says which and why",
  401: "Not signed in, or the sign-in has expired",
  403: "Signed in, but this is not for them",
  404: "It does not exist, or is somebody else's",
  429: "Too many changes in a minute; see Retry-After",
  503: "Whop or the database does not answer; see Retry-After",
};
const changeStatuses: Record<number, string> = {
  409: "It is not in a state in which this can be done",
  413: "The body is too large",
  415: "The body is not JSON",
};

const whoMayCall: Record<Access, string> = {
  member: "For members with access to the experience, and for the team by companyId.",
  owner: "For the community's team.",
  either: "An experienceId shows the member's own; a companyId shows the team everything.",
  public: "For anybody.",
};

/** The OpenAPI 3.1 document of the declared routes. */
export function openApiDocument(routes: readonly AnyRoute[], origin: string): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) {
    const operations = paths[route.path] ?? {};
    operations[route.method.toLowerCase()] = isPublic(route) ? publicOperation(route) : operation(route);
    paths[route.path] = operations;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Referly",
      version: "1",
      description:
        "Referrals of a Whop community. Every call names where it belongs, by experienceId or companyId, and is checked with Whop.",
    },
    servers: [{ url: origin }],
    security: [{ whopUserToken: [] }],
    paths,
    components: {
      securitySchemes: {
        whopUserToken: {
          type: "apiKey",
          in: "header",
          name: userTokenHeader,
          description: "Added by Whop to every request of a page inside Whop",
        },
        apiKey: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "rfk_…",
          description:
            "For the team's scripts, made on the Developers page. A key belongs to one community, so that no companyId has to be given, acts for whoever made it, and can do what its scopes say.",
        },
      },
      schemas: { Error: schemaOf(ApiError) },
      responses: {
        Error: errorResponse,
      },
    },
  };
}

function isPublic(route: AnyRoute): route is PublicRoute {
  return route.access === "public";
}

function publicOperation(route: PublicRoute): JsonSchema {
  return {
    operationId: operationId(route),
    summary: route.summary,
    description: whoMayCall.public,
    security: [],
    responses: {
      200: jsonContent("Done", schemaOf(route.output)),
      ...(route.unready ? { 503: jsonContent(route.unready, schemaOf(route.output)) } : {}),
      default: { $ref: "#/components/responses/Error" },
    },
  };
}

function operation(route: Route): JsonSchema {
  const { properties, required } = fieldsOf(route);
  const inPath = new Set([...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""));
  const parameters: JsonSchema[] = [];
  const body: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(properties)) {
    if (inPath.has(name)) parameters.push({ name, in: "path", required: true, schema });
    else if (route.method === "GET")
      parameters.push({ name, in: "query", required: required.has(name), schema });
    else body[name] = schema;
  }
  const scope = { experienceId: experienceScope, companyId: companyScope };
  if (route.method === "GET") {
    for (const [name, schema] of Object.entries(scope))
      parameters.push({ name, in: "query", required: false, schema });
  } else Object.assign(body, scope);
  const requiredInBody = [...required].filter((name) => name in body);
  return {
    operationId: operationId(route),
    summary: route.summary,
    description: whoMayCall[route.access],
    security: securityOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.method === "GET"
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  properties: body,
                  ...(requiredInBody.length > 0 ? { required: requiredInBody } : {}),
                  additionalProperties: false,
                },
              },
            },
          },
        }),
    responses: {
      [route.status]: { ...doneContent(route), headers: staleHeaders },
      ...errorsOf(route),
      default: { $ref: "#/components/responses/Error" },
    },
  };
}

/** Either a person's token, or a key with the scope of the route. */
function securityOf(route: Route): JsonSchema[] {
  const scope = scopeOf(route.method, route.path);
  const byToken = { whopUserToken: [] };
  return route.forPeople || scope === null ? [byToken] : [byToken, { apiKey: [scope] }];
}

const staleHeaders = {
  [staleHeader]: {
    description: "`true` while Whop does not answer and its last word on the caller's access counts",
    schema: { type: "string", enum: ["true"] },
  },
};

function errorsOf({ method }: Route): JsonSchema {
  const { 429: tooMany, ...always } = errorStatuses;
  const known = method === "GET" ? always : { ...always, ...changeStatuses, 429: tooMany };
  const { content } = errorResponse;
  return Object.fromEntries(
    Object.entries(known).map(([status, description]) => [status, { description, content }]),
  );
}

const errorResponse = {
  description: "What went wrong, in words for the person who asked",
  content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
};

const ObjectSchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
});

function fieldsOf(route: Route): { properties: Record<string, JsonSchema>; required: Set<string> } {
  const { properties, required } = ObjectSchema.parse(schemaOf(route.input, "input"));
  return { properties, required: new Set(required) };
}

/** As it travels: what is sent in for inputs, and text instead of dates and money for outputs. */
function schemaOf(schema: z.ZodType, io: "input" | "output" = "output"): JsonSchema {
  const { $schema: _, ...wire } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      // What an answer names today, another version may add to.
      if (def.type === "object" && !def.catchall) delete jsonSchema.additionalProperties;
      // A named format says it better than the expression that checks it.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  return wire;
}

function doneContent(route: Route): JsonSchema {
  const schema = schemaOf(route.output);
  if (route.format === "json") return jsonContent("Done", schema);
  const headers = {
    [rowsHeader]: {
      description: "How many rows the table will have, where that is known beforehand",
      schema: { type: "integer" },
    },
  };
  return { description: "A table to be saved", headers, content: { "text/csv": { schema } } };
}

function jsonContent(description: string, schema: JsonSchema): JsonSchema {
  return { description, content: { "application/json": { schema } } };
}

function operationId({ method, path }: AnyRoute): string {
  const words = path
    .split("/")
    .slice(2)
    .map((part) => part.replaceAll(/[{}]/g, ""));
  const [first = "", ...rest] = [method.toLowerCase(), ...words].flatMap((word) => word.split(/[-.]/));
  return first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
