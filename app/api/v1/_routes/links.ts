import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant } from "#app/_edge/wire.ts";
import {
  CreateLinkInput,
  createLink,
  ensureChannelLink,
  ensureMainLink,
  ListLinksInput,
  listLinks,
  RecordShareTapInput,
  recordShareTap,
  UpdateLinkInput,
  updateLink,
} from "#lib/links/index.ts";

const LinkOutput = z.object({
  id,
  code: z.string(),
  url: z.string().meta({ description: "What the member shares" }),
  purchaseUrl: z
    .string()
    .nullable()
    .meta({ description: "The checkout it leads to; null until Whop has made it" }),
  channel: z.string().nullable(),
  campaignId: id.nullable(),
  planId: z.string().nullable(),
  isActive: z.boolean(),
  pausedByTeam: z.boolean().meta({ description: "Only the team resumes it" }),
  isVanity: z.boolean(),
  expiresAt: instant.nullable(),
  maxUses: z.int().nullable(),
  createdAt: instant,
});

/** The first two addresses of the product, which scripts rely on, and the same under /api/v1. */
export const createLinkRoutes = ["/api/referrals/create", "/api/v1/referrals/create"].map((path) =>
  route({
    method: "POST",
    path,
    summary:
      "The member's link: the main one or a channel's, the same each time; with other options a new one",
    access: "member",
    input: CreateLinkInput,
    output: LinkOutput,
    status: 201,
    run: (ctx, { userId, ...wish }) => {
      const whose = userId === undefined ? {} : { userId };
      const { channel, ...options } = wish;
      const isGiven = (value: unknown) => value !== undefined && value !== null;
      if (Object.values(options).some(isGiven)) return createLink(ctx, { ...wish, ...whose });
      return channel ? ensureChannelLink(ctx, { channel, ...whose }) : ensureMainLink(ctx, whose);
    },
  }),
);

export const linkRoutes = [
  route({
    method: "GET",
    path: "/api/v1/links",
    summary: "A member's links, oldest first",
    access: "member",
    input: ListLinksInput,
    output: z.object({ links: z.array(LinkOutput) }),
    run: async (ctx, input) => ({ links: await listLinks(ctx, input) }),
  }),
  route({
    method: "PATCH",
    path: "/api/v1/links/{id}",
    summary: "Pause or resume a link, change when it expires and how many referrals it may bring",
    access: "member",
    input: UpdateLinkInput,
    output: LinkOutput,
    run: updateLink,
  }),
  route({
    method: "POST",
    path: "/api/v1/share-taps",
    summary: "Say that a share button was tapped; an intent, not a share",
    access: "member",
    input: RecordShareTapInput,
    output: z.object({ recorded: z.boolean() }),
    status: 201,
    run: async (ctx, input) => {
      await recordShareTap(ctx, input);
      return { recorded: true };
    },
  }),
];
