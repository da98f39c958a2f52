import type { z } from "zod";
import { newestDecisions } from "../attribution/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireMember } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import type { Said, Told } from "../core/said.ts";
import { membersById } from "../members/index.ts";
import { knownToClaimer, namedIn } from "./claim.ts";
import { sentenceOfClaim } from "./sentence.ts";
import { ClaimPaging, type ClaimStanding, readClaims, standingOf } from "./which-claims.ts";

export const ListMyClaimsInput = ClaimPaging;
export type ListMyClaimsInput = z.input<typeof ListMyClaimsInput>;

export type MyClaim = {
  id: string;
  standing: ClaimStanding;
  /** Whom it is about; null once they were erased. */
  referred: { name: Told | null; avatarUrl: string | null };
  words: string | null;
  toldOn: string;
  filedAt: Date;
  decidedAt: Date | null;
  /** How it stands. */
  sentence: Said;
  /** What the team wrote to a no. */
  reason: string | null;
};

export type MyClaimPage = { claims: MyClaim[]; nextCursor: string | null };

/** The claims of the member who asks, newest first. */
export async function listMyClaims(ctx: Ctx, input: ListMyClaimsInput = {}): Promise<MyClaimPage> {
  const { userId } = requireMember(ctx);
  const { limit, cursor } = parseInput(ListMyClaimsInput, input);
  const rows = await readClaims(ctx, { claimerId: userId, limit, cursor });
  const page = rows.slice(0, limit);
  const referredIds = page.flatMap(({ referredId }) => referredId ?? []);
  const [people, decided] = await Promise.all([
    membersById(ctx, referredIds),
    newestDecisions(ctx, referredIds),
  ]);
  return {
    claims: page.map((claim) => {
      const { id, words, toldOn, filedAt, decidedAt, decisionReason: reason } = claim;
      const referred = knownToClaimer(claim, people.get(claim.referredId ?? ""));
      const about = { claim, claimer: undefined, referred, decided: decided.get(claim.referredId ?? "") };
      return {
        id,
        standing: standingOf(claim),
        referred: { name: namedIn(claim, referred), avatarUrl: referred?.avatarUrl ?? null },
        words,
        toldOn,
        filedAt,
        decidedAt,
        sentence: sentenceOfClaim(about, "member"),
        reason,
      };
    }),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
