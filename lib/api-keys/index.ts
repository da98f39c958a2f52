export type { ApiKey } from "./api-key.ts";
export { CreateApiKeyInput, createApiKey } from "./create-api-key.ts";
export { type ListedApiKey, listApiKeys } from "./list-api-keys.ts";
export { type OpenedKey, openApiKey } from "./open-api-key.ts";
export { RevokeApiKeyInput, revokeApiKey } from "./revoke-api-key.ts";
export { type ApiArea, ApiScope, apiAreas, apiScopes, scopeOf } from "./scopes.ts";
