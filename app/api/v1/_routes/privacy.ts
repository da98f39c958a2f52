import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant } from "#app/_edge/wire.ts";
import { eraseMember, exportMember } from "#lib/privacy/index.ts";

const giveUpEarnings = z.boolean().default(false).meta({
  description: "The member does without what is earned and not paid yet; it cannot be paid to nobody",
});

const Erasing = z.object({ userId: id });

const MemberData = z.object({
  exportedAt: instant,
  data: z
    .record(z.string(), z.array(z.record(z.string(), z.unknown())))
    .meta({ description: "Row by row, by the place where it is kept" }),
});

export const privacyRoutes = [
  route({
    method: "GET",
    path: "/api/v1/my-data",
    summary: "Everything that is kept about the caller",
    access: "member",
    forPeople: true,
    input: z.strictObject({}),
    output: MemberData,
    run: (ctx) => exportMember(ctx),
  }),
  route({
    method: "POST",
    path: "/api/v1/my-data/erase",
    summary: "Have everything forgotten by which the caller can be recognised; done within a minute",
    access: "member",
    forPeople: true,
    input: z.strictObject({ giveUpEarnings }),
    output: Erasing,
    status: 202,
    run: (ctx, input) => eraseMember(ctx, input),
  }),
  route({
    method: "GET",
    path: "/api/v1/members/{id}/data",
    summary: "Everything that is kept about a member, for them to have when they ask",
    access: "owner",
    input: z.strictObject({ id: z.uuid() }),
    output: MemberData,
    run: (ctx, input) => exportMember(ctx, { userId: input.id }),
  }),
  route({
    method: "POST",
    path: "/api/v1/members/{id}/erase",
    summary: "Have everything forgotten by which a member can be recognised; done within a minute",
    access: "owner",
    input: z.strictObject({ id: z.uuid(), giveUpEarnings }),
    output: Erasing,
    status: 202,
    run: (ctx, { id: userId, giveUpEarnings }) => eraseMember(ctx, { userId, giveUpEarnings }),
  }),
];
