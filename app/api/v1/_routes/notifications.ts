import { z } from "zod";
import { route } from "#app/_edge/declare.ts";
import { id, instant, told } from "#app/_edge/wire.ts";
import { notificationKinds, notificationStates } from "#db/enums.ts";
import {
  getNotificationStanding,
  ListNotificationsInput,
  listNotifications,
} from "#lib/notifications/index.ts";

const count = z.int();

const Notification = z.object({
  id,
  recipient: z.string().meta({ description: "A member's id, or `team`" }),
  kind: z.enum(notificationKinds),
  state: z.enum(notificationStates).meta({
    description: "`skipped`: switched off or out of date; `unknown`: it may have come and is not sent again",
  }),
  told,
  restPath: z.string().meta({ description: "What of the app it opens" }),
  dueAt: instant,
  sentAt: instant.nullable(),
  reason: told.nullable(),
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
      ...(await listNotifications(ctx, input)),
      standing: await getNotificationStanding(ctx),
    }),
  }),
];
