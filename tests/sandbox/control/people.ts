import { z } from "zod";
import { addCompany, addUser, joinQuietly } from "#tests/sandbox/world/arrivals.ts";
import type { User } from "#tests/sandbox/world/entities.ts";
import { type ControlRoute, Reply, read } from "./route.ts";

const CardInput = z.strictObject({
  paymentMethodId: z.string().min(1).optional(),
  brand: z.string().min(1).optional(),
  last4: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
});

const NewUser = z.strictObject({
  id: z
    .string()
    .regex(/^user_\w+$/)
    .optional(),
  username: z.string().min(1).nullish(),
  name: z.string().min(1),
  email: z.email(),
  experienceId: z.string().optional(),
  card: CardInput.optional(),
});

const NewToken = z.strictObject({
  userId: z.string().min(1),
  expiresInSeconds: z.number().int().min(-86_400).max(86_400).optional(),
});

const NewCompany = z.strictObject({
  title: z.string().min(1),
  route: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .optional(),
});

const NewTeamMember = z.strictObject({
  userId: z.string(),
  role: z.enum(["admin", "moderator", "manager", "support"]).default("moderator"),
});

function personShape(user: User) {
  return { id: user.id, username: user.username, name: user.name, email: user.email };
}

export const peopleRoutes: ControlRoute[] = [
  {
    method: "POST",
    path: "/sandbox/users",
    run({ sandbox, body }) {
      const input = read(NewUser, body);
      const { world } = sandbox;
      const experience = input.experienceId ? world.experiences.get(input.experienceId) : null;
      const user = addUser(world, { ...input, username: input.username ?? null });
      const membership = experience ? joinQuietly(world, user, experience) : null;
      world.changed("user");
      return new Reply(201, { ...personShape(user), membershipId: membership?.id ?? null });
    },
  },
  {
    method: "GET",
    path: "/sandbox/users",
    run({ sandbox, query }) {
      const text = query.get("query")?.toLowerCase() ?? "";
      const found = sandbox.world.users.where((user) =>
        [user.name, user.username ?? "", user.email, user.id].some((field) =>
          field.toLowerCase().includes(text),
        ),
      );
      return { data: found.map(personShape) };
    },
  },
  {
    method: "POST",
    path: "/sandbox/tokens",
    async run({ sandbox, body }) {
      const input = read(NewToken, body);
      const user = sandbox.world.users.get(input.userId);
      return new Reply(201, { token: await sandbox.tokens.mint(user.id, input.expiresInSeconds) });
    },
  },
  {
    method: "POST",
    path: "/sandbox/companies",
    run({ sandbox, body }) {
      const input = read(NewCompany, body);
      const route = input.route ?? input.title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
      const made = addCompany(sandbox.world, input.title, route);
      sandbox.world.changed("company");
      return new Reply(201, {
        companyId: made.company.id,
        experienceId: made.experience.id,
        planIds: made.plans.map((plan) => plan.id),
        productId: made.plans[0]?.productId ?? null,
        ownerId: made.owner.id,
      });
    },
  },
  {
    method: "POST",
    path: "/sandbox/companies/:id/install",
    run({ sandbox, params }) {
      sandbox.world.companies.get(params.id).installed = true;
      sandbox.world.changed("company");
      return { installed: true };
    },
  },
  {
    method: "POST",
    path: "/sandbox/companies/:id/uninstall",
    run({ sandbox, params }) {
      sandbox.world.companies.get(params.id).installed = false;
      sandbox.world.changed("company");
      return { installed: false };
    },
  },
  {
    method: "POST",
    path: "/sandbox/companies/:id/team",
    run({ sandbox, params, body }) {
      const { world } = sandbox;
      const input = read(NewTeamMember, body);
      const company = world.companies.get(params.id);
      const user = world.users.get(input.userId);
      const id = `ausr_${user.id.slice(5)}`;
      world.team.put({
        id,
        companyId: company.id,
        userId: user.id,
        role: input.role,
        createdAt: world.clock.iso(),
      });
      world.changed("team");
      return new Reply(201, { id });
    },
  },
];
