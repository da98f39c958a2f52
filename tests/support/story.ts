import { COMMUNITY } from "#db/seed/community.ts";
import type { Player } from "./player.ts";

/** The owner of the seeded community offers half off one payment for three referrals, without a hold. */
export async function offerHalfOff(play: Player): Promise<void> {
  const owner = await play.tokenOf(COMMUNITY.personas.owner);
  const { status, body } = await play.api("/api/v1/rewards", "POST", owner, {
    companyId: COMMUNITY.companyId,
    name: "Half off",
    threshold: 3,
    rewardType: "discount",
    rewardData: {
      kind: "percentage",
      amountOff: 50,
      currency: "USD",
      durationMonths: 1,
      newUsersOnly: false,
    },
    autoApply: true,
    holdDays: 0,
  });
  if (status !== 201) throw new Error(`the reward was not created: ${status} ${JSON.stringify(body)}`);
}
