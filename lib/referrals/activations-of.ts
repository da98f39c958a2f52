import { and, eq } from "drizzle-orm";
import { inIds } from "#db/in-ids.ts";
import { users } from "#db/schema/index.ts";
import type { Attribution } from "../attribution/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { spellsOf } from "../facts/index.ts";
import { type Activation, type ActivationFacts, activationOf } from "./activation.ts";

export const neverActivated: Activation = { activatedAt: null, dueAt: null };

/** How far each of these people is from being activated, by the rules under which they came. */
export async function activationsOf(ctx: Ctx, attributions: readonly Attribution[]): Promise<Activation[]> {
  const profiles = await completedProfiles(
    ctx,
    attributions.filter(({ rules }) => rules.activation?.profileComplete),
  );
  const now = ctx.clock.now();
  return attributions.map((attribution) => {
    const { activation } = attribution.rules;
    const completedAt = profiles.get(attribution.member.id) ?? null;
    const facts = activation && factsOf(attribution, completedAt);
    return facts ? activationOf(activation, facts, now) : neverActivated;
  });
}

export function factsOf(
  { decision, facts }: Attribution,
  profileCompletedAt: Date | null,
): ActivationFacts | null {
  const { credit } = decision;
  if (credit?.status !== "converted") return null;
  const standing = credit.values.filter(({ standing, hold }) => standing === "stands" && hold === null);
  return {
    signedUpAt: credit.signedUpAt,
    convertedAt: credit.convertedAt,
    spells: facts.memberships.flatMap(spellsOf),
    payments: standing.filter(({ paymentId }) => paymentId !== null),
    profileCompletedAt,
    eventAt: standing.find(({ type }) => type === "event_ticket")?.at ?? null,
  };
}

/** When these people had completed their profiles; asked for only where a rule depends on it. */
export async function completedProfiles(
  ctx: Ctx,
  attributions: readonly Attribution[],
): Promise<Map<string, Date | null>> {
  const ids = attributions.map(({ member }) => member.id);
  if (ids.length === 0) return new Map();
  const rows = await transact(ctx, (tx) =>
    tx
      .select({ id: users.id, completedAt: users.profileCompletedAt })
      .from(users)
      .where(and(eq(users.companyId, ctx.companyId), inIds(users.id, ids))),
  );
  return new Map(rows.map(({ id, completedAt }) => [id, completedAt]));
}
