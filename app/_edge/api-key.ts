import { type OpenedKey, scopeOf } from "#lib/api-keys/index.ts";
import { AppError, invalidInput } from "#lib/core/errors.ts";
import { say } from "#lib/core/said.ts";
import type { Identity, View } from "#lib/identity/index.ts";
import type { Route } from "./declare.ts";
import type { ApiRequest } from "./exchange.ts";
import { requireFresh, type Scope } from "./scope.ts";

/** The key of a script, where the request brings one. */
export function keyTextOf(header: ApiRequest["header"]): string | null {
  return /^Bearer (rfk_\S+)$/i.exec(header("authorization") ?? "")?.[1] ?? null;
}

/**
 * The team's view of the key's community, within the key's scopes. A key acts for whoever made it, as long as they are
 * on the team, and what it does is written down under the key's name.
 */
export async function openKeyView(
  identity: Identity,
  key: OpenedKey,
  route: Route,
  { companyId, experienceId }: Scope,
  requestId: string,
): Promise<View> {
  const needed = scopeOf(route.method, route.path);
  if (route.forPeople || needed === null) throw new AppError("forbidden", say("api.peopleOnly"));
  if (!key.scopes.includes(needed))
    throw new AppError("forbidden", say("api.scopeMissing", { scope: needed }));
  if (experienceId !== undefined) {
    throw invalidInput({ experienceId: say("api.peoplesView") });
  }
  if (companyId !== undefined && companyId !== key.companyId)
    throw new AppError("forbidden", say("api.keyOfAnother"));
  const view = requireFresh(await identity.ownerView(key.whopUserId, key.companyId, requestId), route);
  return { ...view, ctx: { ...view.ctx, actor: { ...view.ctx.actor, name: `${key.name} (API)` } } };
}
