import { attributeMembers } from "../attribution/index.ts";
import type { ActivationCriteria } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import { membersById } from "../members/index.ts";
import { type Activation, activationOf } from "./activation.ts";
import { completedProfiles, factsOf, neverActivated } from "./activations-of.ts";

/** How far a person who was referred is from being activated, were these the rules. */
export type ActivationUnder = (referredId: string, criteria: ActivationCriteria) => Activation;

/** Reads all that activations of these people can follow from, whatever the criteria; writes nothing. */
export async function readActivations(ctx: Ctx, referredIds: readonly string[]): Promise<ActivationUnder> {
  if (referredIds.length === 0) return () => neverActivated;
  const members = [...(await membersById(ctx, referredIds)).values()];
  const people = members.map((member) => ({ member, historyUnchecked: false }));
  const attributions = await attributeMembers(ctx, people);
  const profiles = await completedProfiles(ctx, attributions);
  const facts = new Map(
    attributions.map((one) => [one.member.id, factsOf(one, profiles.get(one.member.id) ?? null)]),
  );
  const now = ctx.clock.now();
  return (referredId, criteria) => {
    const known = facts.get(referredId);
    return known ? activationOf(criteria, known, now) : neverActivated;
  };
}
