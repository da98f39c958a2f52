import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, told } from "#app/_edge/wire.ts";
import { notificationKinds, notificationStates } from "#db/enums.ts";
import { getSettings } from "#lib/companies/index.ts";
import {
  getNotificationStanding,
  ListNotificationsInput,
  listNotifications,
  notificationStandings,
} from "#lib/notifications/index.ts";

const count = z.int();

const Notification = z.object({
  id,
  recipient: z.string().meta({ description: "A member's id, or `team`" }),
  kind: z.enum(notificationKinds),
  standing: z.enum(notificationStandings).meta({
    description: "`held`: waits for something to be put right; `left_out`: switched off or out of date",
  }),
  state: z.enum(notificationStates).meta({
    description: "`skipped`: switched off or out of date; `unknown`: it may have come and is not sent again",
  }),
  told,
  title: z.string().meta({ description: "In the recipient's language" }),
  content: z.string().meta({ description: "Word for word what was sent; else what it would say now" }),
  isAsCalled: z.boolean().meta({ description: "Whether a call to Whop has said it" }),
  restPath: z.string().meta({ description: "What of the app it opens" }),
  dueAt: instant,
  sentAt: instant.nullable().meta({ description: "When Whop confirmed it" }),
  callKey: id.nullable().meta({ description: "The Idempotency-Key of the call that said it" }),
  calls: count,
  reason: told.nullable(),
  hint: told.nullable().meta({ description: "What happens next" }),
  createdAt: instant,
});

export const notificationRoutes = [
  route({
    method: "GET",
    path: "/api/v1/notifications",
    summary: "What members and the team were told, are still to be told or were not, newest first",
    access: "owner",
    input: ListNotificationsInput,
    output: z.object({
      notifications: z.array(Notification),
      nextCursor: id.nullable(),
      standing: z
        .object({ held: count, heldBecause: told.nullable(), failed: count, unknown: count })
        .meta({ description: "What keeps notifications from being sent, over the last thirty days" }),
    }),
    run: async (ctx, input) => ({
      ...(await listNotifications(ctx, await getSettings(ctx), input)),
      standing: await getNotificationStanding(ctx),
    }),
  }),
];
