import { sql } from "drizzle-orm";
import { z } from "zod";
import { visibilities } from "#db/enums.ts";
import type { Shown } from "./seen-by.ts";

/** What seenBy needs of the user `u` with the preferences `p`, which not everybody has. */
export const shownColumns = sql`u.id AS user_id, u.whop_user_id, u.name, u.username, u.avatar_url,
  coalesce(p.visibility, 'name') AS visibility, p.alias,
  coalesce(p.named_publicly, false) AS named_publicly`;

/** A row of shownColumns; further columns extend it. */
export const ShownRow = z.object({
  user_id: z.string(),
  whop_user_id: z.string(),
  name: z.string().nullable(),
  username: z.string().nullable(),
  avatar_url: z.string().nullable(),
  visibility: z.enum(visibilities),
  alias: z.string().nullable(),
  named_publicly: z.boolean(),
});

export function shownFrom(row: z.output<typeof ShownRow>): Shown {
  const { user_id: id, whop_user_id: whopUserId, avatar_url: avatarUrl } = row;
  const { name, username, visibility, alias, named_publicly: namedPublicly } = row;
  return { id, whopUserId, name, username, avatarUrl, visibility, alias, namedPublicly };
}
