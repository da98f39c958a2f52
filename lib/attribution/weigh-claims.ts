import type { Ctx } from "../core/context.ts";
import type { Member } from "../members/index.ts";
import { attributeMembers } from "./attribute-members.ts";
import type { ApprovedClaim, Attribution, Weighed } from "./types.ts";

export type ClaimAbout = { claim: ApprovedClaim; member: Member };

/** What approving a claim would come to: the whole decision, and what it says of the claim. */
export type ClaimWeighed = { attribution: Attribution; weighed: Weighed };

/** By claim, by what is known now. Claims about somebody who has bought nothing yet are absent. */
export async function weighClaims(
  ctx: Ctx,
  claims: readonly ClaimAbout[],
): Promise<Map<string, ClaimWeighed>> {
  const found = new Map<string, ClaimWeighed>();
  // Of several claims about one person each is weighed by itself.
  for (let left = [...claims]; left.length > 0; ) {
    const round = new Map(left.map((one) => [one.member.id, one]));
    left = left.filter((one) => round.get(one.member.id) !== one);
    const people = [...round.values()].map(({ member }) => ({ member, historyUnchecked: false }));
    const supposed = new Map([...round].map(([id, { claim }]) => [id, claim]));
    for (const attribution of await attributeMembers(ctx, people, { claims: supposed })) {
      const weighed = attribution.decision.weighed.find(({ kind }) => kind === "claim");
      if (weighed) found.set(weighed.source.id, { attribution, weighed });
    }
  }
  return found;
}
