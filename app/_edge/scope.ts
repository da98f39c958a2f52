import { AppError, invalidInput } from "#lib/core/errors.ts";
import { say } from "#lib/core/said.ts";
import type { Identity, View } from "#lib/identity/index.ts";
import type { Route } from "./declare.ts";

/** Where a request belongs; `experienceId` or `companyId`, from the path, the query or the body. */
export type Scope = { experienceId?: string; companyId?: string };

/** Takes the scope out of an input, which is then the verb's own. A person is in many places, a key in one. */
export function takeScope(
  input: Record<string, unknown>,
  { isNeeded }: { isNeeded: boolean },
): { scope: Scope; rest: Record<string, unknown> } {
  const { experienceId, companyId, ...rest } = input;
  const scope: Scope = {};
  if (experienceId !== undefined) scope.experienceId = text("experienceId", experienceId);
  if (companyId !== undefined) scope.companyId = text("companyId", companyId);
  if (!isNeeded || Object.keys(scope).length > 0) return { scope, rest };
  throw new AppError("invalid_input", say("api.whereMissing"), {
    fields: { experienceId: say("input.missing") },
  });
}

function text(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw invalidInput({ [name]: say("input.text") });
}

/** The view of the person in the scope they name, with Whop's word that they may have it. */
export async function openView(
  identity: Identity,
  whopUserId: string,
  route: Route,
  scope: Scope,
  requestId: string,
): Promise<View> {
  const { experienceId, companyId } = scope;
  if (experienceId === undefined)
    return requireFresh(await identity.ownerView(whopUserId, companyId ?? "", requestId), route);
  // Access to the experience first: nobody learns of, or provisions, a place they have no access to.
  const member = await identity.memberView(whopUserId, experienceId, requestId);
  if (companyId !== undefined && member.company.id !== companyId) {
    throw invalidInput({ companyId: say("api.otherCompany") });
  }
  if (route.access === "owner" || (route.access === "either" && companyId !== undefined)) {
    return requireFresh(await identity.ownerView(whopUserId, member.company.id, requestId), route);
  }
  return member;
}

/** While Whop does not answer, what it said before opens pages, but changes nothing on a community's behalf. */
export function requireFresh(view: View, route: Route): View {
  if (!view.stale || route.method === "GET") return view;
  const message = say("access.readOnly");
  throw new AppError("unavailable", message, { retryAfterSeconds: 30 });
}
