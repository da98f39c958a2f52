import { ApiError, notFound } from "#tests/sandbox/http/errors.ts";
import { companyShape, memberShape, userRef, userShape } from "#tests/sandbox/shape/people.ts";
import { isFlat, tenantField } from "#tests/sandbox/shape/version.ts";
import { accessOf } from "#tests/sandbox/world/access.ts";
import type { User } from "#tests/sandbox/world/entities.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import { companyFilter, createdWindow, installedCompany, listFilter, passes } from "./input.ts";
import { type Operation, ok } from "./operation.ts";
import { page } from "./paging.ts";

function findUser(world: World, idOrName: string): User {
  const user =
    world.users.find(idOrName) ??
    world.users.first((row) => row.username?.toLowerCase() === idOrName.toLowerCase());
  if (!user) throw notFound(`User ${idOrName}`);
  return user;
}

export const people: Operation[] = [
  {
    method: "GET",
    path: "/users",
    permissions: [],
    run({ sandbox, query }) {
      const text = query.get("query")?.toLowerCase() ?? "";
      const found = sandbox.world.users.where(
        (user) =>
          user.name.toLowerCase().includes(text) || (user.username ?? "").toLowerCase().includes(text),
      );
      return ok(page(found, query, userShape));
    },
  },
  {
    method: "GET",
    path: "/users/:id",
    permissions: [],
    run({ sandbox, params }) {
      if (params.id === "me") throw new ApiError(403, "forbidden", "An app's key belongs to no user.");
      return ok(userShape(findUser(sandbox.world, params.id ?? "")));
    },
  },
  {
    method: "GET",
    path: "/users/:id/access/:resource",
    permissions: [],
    run({ sandbox, params }) {
      const user = findUser(sandbox.world, params.id ?? "");
      return ok(accessOf(sandbox.world, user.id, params.resource ?? ""));
    },
  },
  {
    method: "GET",
    path: "/companies",
    permissions: ["company:basic:read"],
    run({ sandbox, query }) {
      const rows = sandbox.world.companies.where((company) => company.installed);
      return ok(page(rows, query, (company) => companyShape(sandbox.world, company)));
    },
  },
  {
    method: "GET",
    path: "/companies/:id",
    permissions: ["company:basic:read"],
    run({ sandbox, params }) {
      const { world } = sandbox;
      const company = world.companies.first((row) => row.id === params.id || row.route === params.id);
      if (!company) throw notFound(`Company ${params.id ?? ""}`);
      return ok(companyShape(world, company));
    },
  },
  {
    method: "GET",
    path: "/members",
    permissions: ["member:basic:read", "member:email:read", "member:phone:read"],
    run({ sandbox, query, version }) {
      const { world } = sandbox;
      const flat = isFlat(version, "memberships");
      const inCompany = companyFilter(world, query, tenantField(flat));
      const userIds = listFilter(query, "user_ids");
      const text = query.get("query")?.toLowerCase() ?? null;
      const inWindow = createdWindow(query);
      const rows = world.members.where((member) => {
        if (!inCompany(member.companyId) || !passes(userIds, member.userId)) return false;
        if (!inWindow(member.createdAt)) return false;
        if (text === null) return true;
        const user = world.users.get(member.userId);
        return [user.name, user.username ?? "", user.email].some((field) =>
          field.toLowerCase().includes(text),
        );
      });
      return ok(page(rows, query, (member) => memberShape(world, member, flat)));
    },
  },
  {
    method: "GET",
    path: "/members/:id",
    permissions: ["member:basic:read", "member:email:read", "member:phone:read"],
    run({ sandbox, params, version }) {
      const member = sandbox.world.members.get(params.id);
      return ok(memberShape(sandbox.world, member, isFlat(version, "memberships")));
    },
  },
  {
    method: "GET",
    path: "/authorized_users",
    permissions: ["company:authorized_user:read", "member:email:read"],
    run({ sandbox, query }) {
      const { world } = sandbox;
      const company = installedCompany(
        world,
        query.get("company_id") ?? query.get("account_id"),
        "company_id",
      );
      const rows = world.team.where(
        (row) =>
          row.companyId === company.id &&
          passes(listFilter(query, "user_id"), row.userId) &&
          passes(listFilter(query, "role"), row.role),
      );
      const shape = (row: (typeof rows)[number]) => ({
        id: row.id,
        role: row.role,
        company: { id: company.id, title: company.title },
        user: userRef(world, row.userId),
      });
      return ok(page(rows, query, shape));
    },
  },
];
