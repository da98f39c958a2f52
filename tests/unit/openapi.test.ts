import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openApiDocument } from "#app/_edge/openapi.ts";
import { apiRoutes } from "#app/api/v1/_routes/api.ts";
import { scopeOf } from "#lib/api-keys/index.ts";

const Schema = z.looseObject({});
const Operation = z.object({
  operationId: z.string(),
  summary: z.string().min(10),
  description: z.string().min(10),
  security: z.array(z.unknown()).optional(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.enum(["path", "query"]), schema: Schema }))
    .default([]),
  requestBody: z
    .object({
      content: z.object({
        "application/json": z.object({ schema: z.looseObject({ properties: z.record(z.string(), Schema) }) }),
      }),
    })
    .optional(),
  responses: z.record(z.string(), z.unknown()),
});
const Document = z.object({
  openapi: z.literal("3.1.0"),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});

const sent: unknown = JSON.parse(JSON.stringify(openApiDocument(apiRoutes, "https://referly.example.com")));
const document = Document.parse(sent);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    ...operation,
  })),
);

describe("the description of the API", () => {
  it("is valid OpenAPI 3.1", async () => {
    const validator = new Validator();
    const result = await validator.validate(Object(sent));
    expect(result.errors).toBeUndefined();
    expect([result.valid, validator.version]).toEqual([true, "3.1"]);
  });

  it("holds every route and nothing else, each under a name of its own", () => {
    expect(operations.map(({ name }) => name).toSorted()).toEqual(
      apiRoutes.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(apiRoutes.length);
  });

  it("names every field that a route takes, the scope among them, and every part of its path", () => {
    for (const route of apiRoutes) {
      if (route.access === "public") continue;
      const operation = operations.find(({ name }) => name === `${route.method} ${route.path}`);
      const inBody = Object.keys(operation?.requestBody?.content["application/json"].schema.properties ?? {});
      const named = [...(operation?.parameters.map(({ name }) => name) ?? []), ...inBody];
      expect(named.toSorted(), operation?.name).toEqual(
        [...Object.keys(route.input.shape), "experienceId", "companyId"].toSorted(),
      );
      const inPath = operation?.parameters.filter((parameter) => parameter.in === "path");
      expect(
        inPath?.map(({ name }) => `{${name}}`),
        operation?.name,
      ).toEqual(route.path.match(/\{\w+\}/g) ?? []);
    }
  });

  it("says what type every field has", () => {
    const untyped: string[] = [];
    const look = (schema: Record<string, unknown>, path: string) => {
      const says = ["type", "anyOf", "oneOf", "enum", "const", "$ref"].some((key) => key in schema);
      if (!says) untyped.push(path);
      for (const [name, item] of Object.entries(Object(schema.properties)))
        look(Object(item), `${path}.${name}`);
      if ("items" in schema) look(Object(schema.items), `${path}[]`);
    };
    for (const { name, parameters, requestBody, responses } of operations) {
      for (const parameter of parameters) look(parameter.schema, `${name} ${parameter.name}`);
      if (requestBody) look(requestBody.content["application/json"].schema, name);
      for (const response of Object.values(responses)) {
        const content: unknown = Reflect.get(Object(response), "content");
        const media: unknown = Reflect.get(Object(content), "application/json");
        if (media !== undefined) look(Object(Reflect.get(Object(media), "schema")), `${name} answer`);
      }
    }
    expect(untyped).toEqual([]);
  });

  it("says which errors a call can meet, and which calls need no token", () => {
    for (const route of apiRoutes) {
      const operation = operations.find(({ name }) => name === `${route.method} ${route.path}`);
      if (route.access === "public") {
        expect(operation?.security, operation?.name).toEqual([]);
        continue;
      }
      const byKey = { apiKey: [scopeOf(route.method, route.path)] };
      const ways = [{ whopUserToken: [] }, ...(route.forPeople ? [] : [byKey])];
      expect(operation?.security, operation?.name).toEqual(ways);
      const statuses = Object.keys(operation?.responses ?? {});
      const errors = ["400", "401", "403", "404", "503", "default"];
      if (route.method !== "GET") errors.push("409", "413", "415", "429");
      expect(statuses, operation?.name).toEqual(expect.arrayContaining([String(route.status), ...errors]));
    }
  });
});
