import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { displayName, membersById } from "#lib/members/index.ts";
import { listNotifications, team } from "#lib/notifications/index.ts";
import type { AskedFor } from "./asked-for.ts";

export async function readNotifications(ctx: Ctx, { standing, kind, to, cursor }: AskedFor) {
  const settings = await getSettings(ctx);
  const { notifications, nextCursor } = await listNotifications(ctx, settings, {
    ...(standing ? { standing } : {}),
    ...(kind ? { kind } : {}),
    ...(to ? { recipient: to } : {}),
    ...(cursor ? { cursor } : {}),
  });
  const ids = [...notifications.map(({ recipient }) => recipient), to ?? team];
  const members = await membersById(
    ctx,
    ids.filter((id) => id !== team),
  );
  return {
    settings,
    nextCursor,
    notifications,
    /** Null for the team. */
    nameOf: (recipient: string) => (recipient === team ? null : displayName(members.get(recipient))),
  };
}
