import { and, eq, ne, or, sql } from "drizzle-orm";
import { z } from "zod";
import { memberNotificationKinds, type Visibility, visibilities } from "#db/enums.ts";
import { inIds } from "#db/in-ids.ts";
import { memberPreferences, users } from "#db/schema/index.ts";
import { TimeZone } from "../companies/index.ts";
import { batchedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { invalidInput } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { type Language, languages, say } from "../core/said.ts";
import { enqueue } from "../jobs/index.ts";
import { lockKnown } from "./lock-members.ts";

/** What a member chose for themselves in this community. */
export type Preferences = {
  /** How others see them. */
  visibility: Visibility;
  alias: string | null;
  /** Also on pages that anybody may open; there nobody is named who did not ask for it. */
  namedPublicly: boolean;
  /** Null until a browser of theirs said it; then the community's is theirs. */
  timeZone: string | null;
  /** Null until they chose one; then the community's is theirs. */
  locale: Language | null;
  /** Hours of their day between which they hear nothing; equal is never. */
  quietFrom: number;
  quietUntil: number;
  /** Kinds of notifications they switched off. */
  muted: (typeof memberNotificationKinds)[number][];
};

const unlessChosen: Preferences = {
  visibility: "name",
  alias: null,
  namedPublicly: false,
  timeZone: null,
  locale: null,
  quietFrom: 22,
  quietUntil: 8,
  muted: [],
};

const hour = z.int().min(0).max(23);

/** Letters, digits, signs and plain spaces: nothing that is not seen, or turns around what stands beside it. */
const clean = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u;
const longestAlias = 30;

export const UpdatePreferencesInput = z.strictObject({
  visibility: z.enum(visibilities).optional(),
  alias: z.string().trim().min(1).max(longestAlias).nullable().optional(),
  namedPublicly: z.boolean().optional(),
  timeZone: TimeZone.nullable().optional(),
  locale: z.enum(languages).nullable().optional(),
  quietFrom: hour.optional(),
  quietUntil: hour.optional(),
  muted: z.array(z.enum(memberNotificationKinds)).max(memberNotificationKinds.length).optional(),
});
export type UpdatePreferencesInput = z.input<typeof UpdatePreferencesInput>;

export async function getPreferences(ctx: Ctx): Promise<Preferences> {
  const { userId } = requireMember(ctx);
  return (await readPreferences(ctx, userId)) ?? unlessChosen;
}

/** Every member's page begins with them, so those who open it at once share a read. */
const readPreferences = batchedRead<Preferences>({
  mostKeys: 500,
  async load(ctx, userIds) {
    const rows = await transact(ctx, (tx) =>
      tx
        .select()
        .from(memberPreferences)
        .where(and(eq(memberPreferences.companyId, ctx.companyId), inIds(memberPreferences.userId, userIds))),
    );
    return new Map(rows.map((row) => [row.userId, preferencesOf(row)]));
  },
});

function preferencesOf(row: typeof memberPreferences.$inferSelect): Preferences {
  const { visibility, alias, namedPublicly, timeZone, locale, quietFrom, quietUntil, muted } = row;
  return {
    visibility,
    alias,
    namedPublicly,
    timeZone,
    locale: languages.find((one) => one === locale) ?? null,
    quietFrom,
    quietUntil,
    muted: memberNotificationKinds.filter((kind) => Array.isArray(muted) && muted.includes(kind)),
  };
}

/**
 * A member's own choice; what is left out stays as it is.
 * @throws AppError invalid_input for an alias that somebody else is known by, or none where one is to be shown
 */
export async function updatePreferences(ctx: Ctx, input: UpdatePreferencesInput): Promise<Preferences> {
  const { userId } = requireMember(ctx);
  const { alias, muted, ...given } = parseInput(UpdatePreferencesInput, input);
  return transact(ctx, async (tx, ctx) => {
    const { companyId } = ctx;
    // So that of two who want one name, the second is told.
    if (alias != null)
      await tx.execute(
        sql`SELECT pg_advisory_xact_lock(hashtext('referly.aliases'), hashtext(${companyId}))`,
      );
    await lockKnown(ctx, userId);
    const known = await getPreferences(ctx);
    const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const wanted: Preferences = { ...known, ...changes };
    if (alias !== undefined) wanted.alias = alias === null ? null : await freeAlias(ctx, userId, alias);
    if (muted !== undefined) wanted.muted = memberNotificationKinds.filter((kind) => muted.includes(kind));
    if (wanted.visibility === "alias" && wanted.alias === null)
      throw invalidInput({ alias: say("setting.aliasMissing") });
    const row = { ...wanted, updatedAt: ctx.clock.now() };
    await tx
      .insert(memberPreferences)
      .values({ ...row, companyId, userId, createdAt: row.updatedAt })
      .onConflictDoUpdate({ target: [memberPreferences.companyId, memberPreferences.userId], set: row });
    // A streak is counted in days of the member's own time zone.
    if (wanted.timeZone !== known.timeZone)
      await enqueue(ctx, tx, "refresh-member-stats", { companyId, userIds: [userId] });
    return wanted;
  });
}

/** Nobody goes by what another member is called. */
async function freeAlias(ctx: Ctx, userId: string, text: string): Promise<string> {
  const alias = text.normalize("NFC").replaceAll(/ +/g, " ");
  if (!clean.test(alias)) throw invalidInput({ alias: say("setting.aliasUnclean") });
  const { companyId } = ctx;
  const [others, namesakes] = await transact(ctx, (tx) =>
    Promise.all([
      tx.$count(
        memberPreferences,
        and(
          eq(memberPreferences.companyId, companyId),
          ne(memberPreferences.userId, userId),
          sql`lower(${memberPreferences.alias}) = lower(${alias})`,
        ),
      ),
      tx.$count(
        users,
        and(
          eq(users.companyId, companyId),
          ne(users.id, userId),
          or(sql`lower(${users.name}) = lower(${alias})`, sql`lower(${users.username}) = lower(${alias})`),
        ),
      ),
    ]),
  );
  if (others + namesakes > 0) throw invalidInput({ alias: say("setting.aliasTaken") });
  return alias;
}
