import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id } from "#app/_edge/wire.ts";
import { SearchMembersInput, searchMembers } from "#lib/members/index.ts";

const Found = z.object({
  userId: id,
  name: z.string(),
  username: z.string().nullable(),
  email: z.string().nullable(),
  avatarUrl: z.string().nullable(),
});

export const memberRoutes = [
  route({
    method: "GET",
    path: "/api/v1/members",
    summary: "Members by a part of their name, user name or e-mail address",
    access: "owner",
    input: SearchMembersInput,
    output: z.object({ members: z.array(Found) }),
    run: async (ctx, input) => ({ members: await searchMembers(ctx, input) }),
  }),
];
