import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { instant } from "#app/_edge/wire.ts";
import {
  BadgeEvidence,
  BadgeRule,
  CreateBadgeInput,
  createBadge,
  GetBadgesInput,
  getBadges,
  listBadges,
  UpdateBadgeInput,
  updateBadge,
} from "#lib/badges/index.ts";

const count = z.int();

const Badge = z.object({
  key: z.string(),
  name: z.string().nullable().meta({ description: "Null for one that is built in and keeps its own name" }),
  description: z.string().nullable(),
  rule: BadgeRule,
});
const OwnersBadge = Badge.extend({ isActive: z.boolean() });

export const badgeRoutes = [
  route({
    method: "GET",
    path: "/api/v1/badges",
    summary: "A member's badges with what earned them, and those they can still earn",
    access: "member",
    input: GetBadgesInput,
    output: z.object({
      badges: z.array(
        Badge.extend({
          earnedAt: instant.nullable(),
          evidence: BadgeEvidence.nullable(),
          progress: z.object({ now: count, of: count }).nullable(),
        }),
      ),
    }),
    run: async (ctx, input) => ({ badges: await getBadges(ctx, input) }),
  }),
  route({
    method: "GET",
    path: "/api/v1/badges/all",
    summary: "Every badge of the community, and how many members have it",
    access: "owner",
    input: z.strictObject({}),
    output: z.object({ badges: z.array(OwnersBadge.extend({ members: count })) }),
    run: async (ctx) => ({ badges: await listBadges(ctx) }),
  }),
  route({
    method: "POST",
    path: "/api/v1/badges",
    summary: "Make a badge of the community's own",
    access: "owner",
    status: 201,
    input: CreateBadgeInput,
    output: OwnersBadge,
    run: createBadge,
  }),
  route({
    method: "PATCH",
    path: "/api/v1/badges/{id}",
    summary: "Rename a badge, or switch it on or off",
    access: "owner",
    input: UpdateBadgeInput,
    output: OwnersBadge,
    run: updateBadge,
  }),
];
