import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant } from "#app/_edge/wire.ts";
import {
  ApiScope,
  CreateApiKeyInput,
  createApiKey,
  listApiKeys,
  RevokeApiKeyInput,
  revokeApiKey,
} from "#lib/api-keys/index.ts";

const ApiKey = z.object({
  id,
  name: z.string(),
  hint: z.string().meta({ description: "The last characters of the key" }),
  scopes: z.array(ApiScope),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});

export const apiKeyRoutes = [
  route({
    method: "GET",
    path: "/api/v1/api-keys",
    summary: "The community's API keys, without what would open anything",
    access: "owner",
    forPeople: true,
    input: z.strictObject({}),
    output: z.object({
      keys: z.array(
        ApiKey.extend({ createdByName: z.string(), state: z.enum(["active", "expired", "revoked"]) }),
      ),
    }),
    run: async (ctx) => ({ keys: await listApiKeys(ctx) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/api-keys",
    summary: "Make an API key; its text is in this answer and never shown again",
    access: "owner",
    forPeople: true,
    input: CreateApiKeyInput,
    output: z.object({ text: z.string(), key: ApiKey }),
    status: 201,
    run: async (ctx, input) => {
      const { text, apiKey } = await createApiKey(ctx, input);
      return { text, key: apiKey };
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/api-keys/{id}/revoke",
    summary: "Take an API key out of use for good",
    access: "owner",
    forPeople: true,
    input: RevokeApiKeyInput,
    output: z.object({ key: ApiKey }),
    run: async (ctx, input) => ({ key: await revokeApiKey(ctx, input) }),
  }),
];
