import { and, desc, eq, gte, inArray, ne } from "drizzle-orm";
import { z } from "zod";
import { referrals } from "#db/schema/index.ts";
import { ActivationCriteria } from "../companies/index.ts";
import { chunksOf } from "../core/chunks.ts";
import { dayMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { parseInput } from "../core/parse.ts";
import { readActivations } from "./activations-under.ts";

export const PreviewActivationInput = z.strictObject({ activation: ActivationCriteria.nullable() });
export type PreviewActivationInput = z.input<typeof PreviewActivationInput>;

export type ActivationPreview = {
  since: Date;
  /** Referred people who have paid since then and stand. */
  people: number;
  /** There are more than these, and the latest were taken. */
  isPart: boolean;
  /** Who would be active by now. */
  active: number;
  /** Who would become it by having stayed. */
  staying: number;
  /** Who is active as the rule is. */
  activeNow: number;
};

const previewDays = 90;
const mostPeople = 2_000;
const atOnce = 500;

/** What a rule for being active would have made of the people of the last 90 days. Saves nothing. */
export async function previewActivation(ctx: Ctx, input: PreviewActivationInput): Promise<ActivationPreview> {
  requireOwner(ctx);
  const { activation } = parseInput(PreviewActivationInput, input);
  const since = new Date(ctx.clock.now().getTime() - previewDays * dayMs);
  return transact(ctx, async (_tx, ctx) => {
    const found = await paidSince(ctx, since);
    const people = found.slice(0, mostPeople);
    const preview = { active: 0, staying: 0 };
    if (activation !== null)
      for (const some of chunksOf(people, atOnce)) {
        const ids = some.map(({ referredId }) => referredId);
        const under = await readActivations(ctx, ids);
        for (const activationOf of ids.map((id) => under(id, activation))) {
          if (activationOf.activatedAt !== null) preview.active += 1;
          else if (activationOf.dueAt !== null) preview.staying += 1;
        }
      }
    return {
      since,
      people: people.length,
      isPart: found.length > mostPeople,
      ...preview,
      activeNow: people.filter(({ status }) => status === "activated").length,
    };
  });
}

/** The latest first, and one more than are looked at. */
async function paidSince(ctx: Ctx, since: Date) {
  return transact(ctx, (tx) =>
    tx
      .select({ referredId: referrals.referredId, status: referrals.status })
      .from(referrals)
      .where(
        and(
          eq(referrals.companyId, ctx.companyId),
          inArray(referrals.status, ["converted", "activated"]),
          ne(referrals.review, "rejected"),
          gte(referrals.convertedAt, since),
        ),
      )
      .orderBy(desc(referrals.convertedAt), desc(referrals.id))
      .limit(mostPeople + 1),
  );
}
