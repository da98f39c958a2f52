import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { notificationKinds } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { memberPreferences, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { languages } from "../core/said.ts";
import type { Reader } from "./message.ts";
import { team } from "./notify.ts";
import type { QuietHours } from "./quiet-hours.ts";

/** Whom and when something reaches. */
export type Recipient = Reader & {
  /** Null for the team, which Whop knows. */
  whopUserId: string | null;
  quiet: QuietHours;
  muted: ReadonlySet<string>;
};

/** A community's language and time zone: the team's, and its members' where they chose none. */
export type Manners = Reader;

const unlessChosen = { quiet: { from: 22, until: 8 }, muted: new Set<string>() };
const Muted = z.array(z.enum(notificationKinds)).catch([]);

/** Those of the recipients that are known and not erased, with what they chose; the team has the community's manners. */
export async function readRecipients(
  ctx: Ctx,
  recipients: readonly string[],
  { language, timeZone }: Manners,
): Promise<Map<string, Recipient>> {
  const userIds = [...new Set(recipients)].filter((id) => id !== team);
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: users.id, whopUserId: users.whopUserId, chosen: memberPreferences })
      .from(users)
      .leftJoin(
        memberPreferences,
        and(eq(memberPreferences.companyId, users.companyId), eq(memberPreferences.userId, users.id)),
      )
      .where(and(eq(users.companyId, ctx.companyId), inIds(users.id, userIds), isNull(users.erasedAt))),
  );
  const ours = { whopUserId: null, language, timeZone, ...unlessChosen };
  const found = new Map<string, Recipient>([[team, ours]]);
  for (const { id, whopUserId, chosen } of rows) {
    found.set(id, {
      whopUserId,
      language: languages.find((one) => one === chosen?.locale) ?? language,
      timeZone: chosen?.timeZone ?? timeZone,
      quiet: chosen ? { from: chosen.quietFrom, until: chosen.quietUntil } : unlessChosen.quiet,
      muted: chosen ? new Set(Muted.parse(chosen.muted)) : unlessChosen.muted,
    });
  }
  return found;
}
