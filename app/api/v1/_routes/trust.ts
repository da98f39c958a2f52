import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant } from "#app/_edge/wire.ts";
import { vouchKinds } from "#db/enums.ts";
import {
  FindMembersToVouchForInput,
  findMembersToVouchFor,
  GetTrustInput,
  getTrust,
  getVouchRules,
  ListVouchesInput,
  listVouches,
  trustLevels,
  UpdateVouchRulesInput,
  updateVouchRules,
  VouchRules,
  vouch,
  WithdrawVouchInput,
  withdrawVouch,
} from "#lib/trust/index.ts";

const Vouch = z.object({
  id,
  kind: z.enum(vouchKinds),
  name: z
    .string()
    .nullable()
    .meta({ description: "Null for the community itself, and for a member who is not seen by their name" }),
  avatarUrl: z.string().nullable(),
  isAutomatic: z.boolean(),
  isMine: z.boolean().meta({ description: "Given by whoever asks" }),
  createdAt: instant,
});

const points = { points: z.int(), of: z.int() };
const many = z.int();
const Part = z.discriminatedUnion("part", [
  z.object({
    part: z.literal("referrals"),
    ...points,
    stayed: many,
    refunded: many,
    disputed: many,
    held: many,
    rejected: many,
  }),
  z.object({ part: z.literal("age"), ...points, days: many, fullAfterDays: many }),
  z.object({ part: z.literal("vouches"), ...points, primary: many, secondary: many, community: many }),
]);

const Rules = z.object({ rules: z.object(VouchRules.shape) });
const Done = z.object({ id });

export const trustRoutes = [
  route({
    method: "GET",
    path: "/api/v1/trust",
    summary: "How far a member is trusted, and why; a member sees their own, in words",
    access: "either",
    input: GetTrustInput,
    output: z.object({
      userId: id,
      level: z.enum(trustLevels),
      score: z.int().nullable().meta({ description: "0 to 100; for the team only" }),
      parts: z
        .array(Part)
        .nullable()
        .meta({ description: "What the score is the sum of; for the team only" }),
      vouches: z.array(Vouch),
    }),
    run: getTrust,
  }),
  route({
    method: "GET",
    path: "/api/v1/vouches",
    summary: "Vouches that stand: those a member has, and those they gave",
    access: "either",
    input: ListVouchesInput,
    output: z.object({ received: z.array(Vouch), given: z.array(Vouch) }),
    run: listVouches,
  }),
  route({
    method: "GET",
    path: "/api/v1/vouches/candidates",
    summary: "Members one may vouch for, by a part of their name",
    access: "member",
    input: FindMembersToVouchForInput,
    output: z.object({
      members: z.array(
        z.object({
          userId: id,
          name: z.string(),
          username: z.string().nullable(),
          avatarUrl: z.string().nullable(),
        }),
      ),
    }),
    run: async (ctx, input) => ({ members: await findMembersToVouchFor(ctx, input) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/vouches",
    summary: "Vouch for another member",
    access: "member",
    status: 201,
    input: z.strictObject({ userId: z.uuid(), kind: z.enum(["primary", "secondary"]) }),
    output: Done,
    run: vouch,
  }),
  route({
    method: "POST",
    path: "/api/v1/members/{id}/vouch",
    summary: "Vouch for a member in the name of the community",
    access: "owner",
    forPeople: true,
    status: 201,
    input: z.strictObject({ id: z.uuid() }),
    output: Done,
    run: (ctx, { id: userId }) => vouch(ctx, { userId, kind: "community" }),
  }),
  route({
    method: "POST",
    path: "/api/v1/vouches/{id}/withdraw",
    summary: "Take a vouch back",
    access: "either",
    input: WithdrawVouchInput,
    output: Done,
    run: withdrawVouch,
  }),
  route({
    method: "GET",
    path: "/api/v1/settings/vouches",
    summary: "The community's rules for vouches",
    access: "owner",
    input: z.strictObject({}),
    output: Rules,
    run: async (ctx) => ({ rules: await getVouchRules(ctx) }),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/settings/vouches",
    summary: "Change some of the rules for vouches; vouches that were given stay",
    access: "owner",
    input: UpdateVouchRulesInput,
    output: Rules,
    run: async (ctx, input) => ({ rules: await updateVouchRules(ctx, input) }),
  }),
];
