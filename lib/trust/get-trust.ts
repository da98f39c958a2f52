import { z } from "zod";
import type { Ctx } from "../core/context.ts";
import { transact, whose } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { parseInput } from "../core/parse.ts";
import { listVouches, type Vouch } from "./list-vouches.ts";
import { readTrustFacts } from "./read-facts.ts";
import { levelOf, scoreOf, type TrustLevel, type TrustPart, type TrustScore } from "./score.ts";
import { getVouchRules } from "./vouch-rules.ts";

export const GetTrustInput = z.strictObject({
  /** The member who asks, when left out. */
  userId: z.uuid().optional(),
});
export type GetTrustInput = z.infer<typeof GetTrustInput>;

export type Trust = {
  userId: string;
  /** In words; a number and what it is made of are the team's to see. */
  level: TrustLevel;
  score: number | null;
  parts: TrustPart[] | null;
  /** Vouches that stand, latest first. */
  vouches: Vouch[];
};

/** How far a member is trusted, and why. Members see their own level and who vouches for them, and no number. */
export async function getTrust(ctx: Ctx, input: GetTrustInput = {}): Promise<Trust> {
  const userId = whose(ctx, parseInput(GetTrustInput, input).userId);
  return transact(ctx, async (_tx, ctx) => {
    const trust = (await trustScoresOf(ctx, [userId])).get(userId);
    if (!trust) throw notFound("member");
    const { received } = await listVouches(ctx, { userId });
    const isTeam = ctx.actor.kind !== "member";
    return {
      userId,
      level: levelOf(trust.score),
      score: isTeam ? trust.score : null,
      parts: isTeam ? trust.parts : null,
      vouches: received,
    };
  });
}

/** The scores of these members as they are at this moment, for rules that depend on them. */
export async function trustScoresOf(ctx: Ctx, userIds: readonly string[]): Promise<Map<string, TrustScore>> {
  const rules = await getVouchRules(ctx);
  const now = ctx.clock.now();
  const facts = await readTrustFacts(ctx, userIds);
  return new Map([...facts].map(([userId, known]) => [userId, scoreOf(known, rules, now)]));
}
