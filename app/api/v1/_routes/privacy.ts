import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, money } from "#app/_edge/wire.ts";
import { type DataStanding, eraseMember, exportMember, getDataStanding } from "#lib/privacy/index.ts";

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

const Standing = z.object({
  erasure: z.object({
    state: z.enum(["none", "under_way", "late", "done"]),
    at: instant.nullable().meta({ description: "When it was asked for, or when it was done" }),
  }),
  obstacle: z
    .enum(["community_owner", "reward", "payout"])
    .nullable()
    .meta({ description: "What keeps the member from being erased now" }),
  unpaid: z.array(money).meta({ description: "What the member would do without" }),
});

const shownStanding = ({ unpaid, ...standing }: DataStanding) => ({
  ...standing,
  unpaid: unpaid.map(({ amountMinor, currency }) => ({ minor: amountMinor, currency })),
});

export const privacyRoutes = [
  route({
    method: "GET",
    path: "/api/v1/my-data/erasure",
    summary: "Whether the caller can be erased, is being, or was",
    access: "member",
    forPeople: true,
    input: z.strictObject({}),
    output: Standing,
    run: async (ctx) => shownStanding(await getDataStanding(ctx)),
  }),
  route({
    method: "GET",
    path: "/api/v1/members/{id}/erasure",
    summary: "Whether a member can be erased, is being, or was",
    access: "owner",
    input: z.strictObject({ id: z.uuid() }),
    output: Standing,
    run: async (ctx, input) => shownStanding(await getDataStanding(ctx, { userId: input.id })),
  }),
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
