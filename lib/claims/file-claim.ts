import { and, eq, or, sql } from "drizzle-orm";
import { z } from "zod";
import { referralClaims } from "#db/schema/index.ts";
import { recordAudit } from "../audit/index.ts";
import { hourMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember, transact } from "../core/context.ts";
import { AppError, invalidInput, notFound } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { dayOf } from "../core/local-time.ts";
import { parseInput } from "../core/parse.ts";
import { problem } from "../core/problems.ts";
import { say } from "../core/said.ts";
import { findMemberByUsername, getMember, isShown, lockMembersById, type Member } from "../members/index.ts";
import { knownToClaimer, namedIn } from "./claim.ts";
import { refuseUnfounded } from "./refuse-unfounded.ts";

/** Each costs a person of the team a look: enough for whoever brought several friends, and no way to flood a queue. */
export const mostOpen = 5;

export const FileClaimInput = z
  .strictObject({
    /** Whom they brought: a member of the community, */
    userId: z.uuid().optional(),
    /** or a Whop user name, of somebody who may join later. */
    username: z
      .string()
      .trim()
      .transform((name) => name.replace(/^@/, ""))
      .pipe(z.string().regex(/^[\w.-]{1,60}$/, problem("input.username")))
      .optional(),
    /** How it came about; the team reads it. */
    words: z
      .string()
      .trim()
      .min(10, problem("input.whyInWords", { least: 10 }))
      .max(500),
    /** The day on which they told the person of the community. */
    toldOn: z.iso.date(),
  })
  .refine((given) => (given.userId === undefined) !== (given.username === undefined), {
    message: problem("input.oneMember"),
    path: ["username"],
  });
export type FileClaimInput = z.input<typeof FileClaimInput>;

/**
 * A member says that they brought somebody whose checkout does not say so; the team decides.
 * @throws AppError conflict where it cannot be right, was said before, or too much waits already; not_found
 */
export async function fileClaim(ctx: Ctx, input: FileClaimInput): Promise<{ id: string }> {
  const { userId: claimerId } = requireMember(ctx);
  const { userId, username, words, toldOn } = parseInput(FileClaimInput, input);
  const now = ctx.clock.now();
  // Somewhere it is tomorrow already.
  if (toldOn > dayOf("UTC", new Date(now.getTime() + 14 * hourMs)))
    throw invalidInput({ toldOn: say("input.notYet") });
  return transact(ctx, async (tx, ctx) => {
    // One claim of a member after the other, so that they are counted.
    await lockMembersById(ctx, [claimerId]);
    const claimer = await getMember(ctx, { userId: claimerId });
    const referred = await findReferred(ctx, userId, username);
    if (referred?.id === claimerId || isCalled(claimer, username))
      throw new AppError("conflict", say("claim.yourself"));
    await refuseRepeated(ctx, claimer, referred, username ?? null);
    const id = newId(now);
    const claim = {
      id,
      claimerId,
      referredUsername: username ?? null,
      status: "open",
      filedAt: now,
    } as const;
    if (referred) await refuseUnfounded(ctx, { claim, claimer, referred });
    await tx.insert(referralClaims).values({
      ...claim,
      companyId: ctx.companyId,
      referredId: referred?.id ?? null,
      words,
      toldOn,
      createdAt: now,
      updatedAt: now,
    });
    await recordAudit(ctx, { action: "claim.filed", subjectType: "claim", subjectId: id });
    return { id };
  });
}

async function findReferred(
  ctx: Ctx,
  userId: string | undefined,
  username: string | undefined,
): Promise<Member | null> {
  if (userId === undefined) return findMemberByUsername(ctx, username ?? "");
  const found = await getMember(ctx, { userId });
  // Nobody learns who it is whom others do not see by their name.
  if (found.erasedAt || !(await isShown(ctx, userId))) throw notFound("member");
  return found;
}

function isCalled({ username: own }: Member, username: string | undefined): boolean {
  return username !== undefined && own?.toLowerCase() === username.toLowerCase();
}

/** Once about one person, unless it was taken back; and not more at once than the team can look at. */
async function refuseRepeated(
  ctx: Ctx,
  claimer: Member,
  referred: Member | null,
  username: string | null,
): Promise<void> {
  const { companyId, claimerId, referredId, referredUsername, status } = referralClaims;
  const mine = and(eq(companyId, ctx.companyId), eq(claimerId, claimer.id));
  const name = username ?? referred?.username ?? null;
  const before = await transact(ctx, (tx) =>
    tx
      .select()
      .from(referralClaims)
      .where(
        and(
          mine,
          or(
            referred ? eq(referredId, referred.id) : undefined,
            name === null ? undefined : sql`lower(${referredUsername}) = lower(${name})`,
          ),
        ),
      ),
  );
  const about = { referredUsername: username, status: "open" } as const;
  const member = namedIn(about, knownToClaimer(about, referred ?? undefined)) ?? say("claim.newcomer");
  const is = (state: (typeof before)[number]["status"]) => before.find((row) => row.status === state);
  if (is("open")) throw new AppError("conflict", say("claim.openAlready", { member }));
  if (is("approved")) throw new AppError("conflict", say("claim.approvedAlready", { member }));
  const at = is("rejected")?.decidedAt;
  if (at) throw new AppError("conflict", say("claim.rejectedAlready", { member, at }));
  const open = await transact(ctx, (tx) => tx.$count(referralClaims, and(mine, eq(status, "open"))));
  if (open >= mostOpen) throw new AppError("conflict", say("claim.tooMany", { limit: mostOpen }));
}
