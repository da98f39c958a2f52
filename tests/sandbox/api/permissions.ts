import { forbidden } from "#tests/sandbox/http/errors.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import type { Operation } from "./operation.ts";

/** Refuses a call for which the app's manifest lacks a permission, or whose permission the creator took back. */
export function requirePermissions(world: World, operation: Operation, body: unknown): void {
  const needed =
    typeof operation.permissions === "function" ? operation.permissions(body) : operation.permissions;
  for (const permission of needed) if (!world.allows(permission)) throw forbidden(permission);
}
