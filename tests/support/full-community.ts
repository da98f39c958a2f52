import { COMMUNITY } from "#db/seed/community.ts";
import type { Player } from "./player.ts";

const { companyId, experienceId, personas, planIds } = COMMUNITY;

export type FullCommunity = { sharerId: string; referralId: string; heldRedemptionId: string };

/** A community in which something of every kind has happened, and something waits for the owner everywhere. */
export async function fillDashboard(play: Player): Promise<FullCommunity> {
  const owner = await play.tokenOf(personas.owner);
  const read = async (path: string) => (await play.api(path, "GET", owner)).body;
  await play.sandbox("/sandbox/settings", { revokedPermissions: ["promo_code:create"] }, "PUT");
  for (const reward of rewards) {
    const made = await play.api("/api/v1/rewards", "POST", owner, { companyId, threshold: 1, ...reward });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  }

  const email = (tag: string) => ({ email: `mona.sharer${tag}@mail.test` });
  const sharer = await play.newPerson("Mona Sharer", { experienceId, ...email("") });
  const token = await play.tokenOf(sharer.id);
  const link = (await play.api("/api/referrals/create", "POST", token, { experienceId })).body.url;
  const bring = async (name: string, outcome = "pay", more: object = {}) => {
    const buyer = await play.newPerson(name, more);
    const { location } = await play.visit(link);
    return play.buy(location ?? "", buyer.id, outcome);
  };
  await bring("Ann One");
  await bring("Ben Two", "trial");
  await bring("Cay Three", "pay", email("+cay"));
  await bring("Dee Four", "pay", email("+dee"));
  const { paymentId } = await bring("Eve Five");
  await play.sandbox(`/sandbox/payments/${paymentId}/refund`, {});
  const alone = await play.newPerson("Fay Six");
  await play.sandbox("/sandbox/checkout", {
    purchaseUrl: `/checkout/${planIds.monthly}/`,
    userId: alone.id,
    outcome: "pay",
  });

  const states = await play.eventually(
    async () => (await read(`/api/v1/referrals?companyId=${companyId}`)).referrals,
    (all) => statesOf(all) === "cancelled confirmed pending provisional provisional",
  );
  await play.eventually(
    () => read(`/api/v1/decisions?companyId=${companyId}`),
    (answer) => answer.decisions?.length > 0,
  );
  const held = await play.eventually(
    async () => (await read(`/api/v1/redemptions?companyId=${companyId}&status=held`)).items,
    (items) => items?.length === 1,
  );
  const ann = states.find((one: { referred: { name: string } }) => one.referred.name === "Ann One");
  return { sharerId: sharer.id, referralId: ann.id, heldRedemptionId: held[0].id };
}

const rewards = [
  {
    name: "Half off",
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
  },
  {
    name: "An hour with the founder",
    rewardType: "custom",
    rewardData: { instructions: "We write to you on Whop to find a time." },
    autoApply: false,
    holdDays: 0,
  },
  { name: "A free week", rewardType: "free_days", rewardData: { days: 7 }, autoApply: true, holdDays: 14 },
];

function statesOf(referrals: readonly { state: string }[] | undefined): string {
  return (referrals ?? [])
    .map(({ state }) => state)
    .sort()
    .join(" ");
}
