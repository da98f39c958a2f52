import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant } from "#app/_edge/wire.ts";
import { ListMembersInput, listMembers } from "#lib/stats/index.ts";

const Listed = z.object({
  userId: id,
  name: z.string(),
  username: z.string().nullable(),
  email: z.string().nullable(),
  avatarUrl: z.string().nullable(),
  joinedAt: instant.nullable(),
  referrals: z.object({ confirmed: z.int(), provisional: z.int() }),
  earned: z
    .array(z.object({ currency: z.string(), amount: z.string() }))
    .meta({ description: "Commissions by currency, paid or not yet" }),
  lastActiveOn: z.iso
    .date()
    .nullable()
    .meta({ description: "The last day with a visit through a link of theirs, or with a conversion" }),
});

export const memberRoutes = [
  route({
    method: "GET",
    path: "/api/v1/members",
    summary: "Members, all or by a part of their name, user name or e-mail address",
    access: "owner",
    input: ListMembersInput,
    output: z.object({ members: z.array(Listed), nextCursor: id.nullable() }),
    run: listMembers,
  }),
];
