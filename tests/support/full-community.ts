import { COMMUNITY } from "#db/seed/community.ts";
import { endCampaign, type FullCampaigns, openCampaigns } from "./full-campaigns.ts";
import type { Player } from "./player.ts";

const { companyId, experienceId, personas, planIds } = COMMUNITY;

export type FullCommunity = {
  sharerId: string;
  /** Our own id of the sharer. */
  sharerUserId: string;
  campaigns: FullCampaigns;
  referralId: string;
  heldRedemptionId: string;
  affiliateId: string;
  commissionId: string;
  planId: string;
  payoutId: string;
};

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
  const affiliate = await takeOn(play, owner, token);
  const campaigns = await openCampaigns(play, owner);
  const bring = async (name: string, outcome = "pay", more: object = {}) => {
    const buyer = await play.newPerson(name, more);
    return play.buy(await play.visitCheckout(link), buyer.id, outcome);
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
  const books = await payOut(play, owner, affiliate.affiliateId);
  await endCampaign(play, owner, campaigns.endedId);
  return {
    sharerId: sharer.id,
    sharerUserId: held[0].userId,
    campaigns,
    referralId: ann.id,
    heldRedemptionId: held[0].id,
    ...affiliate,
    ...books,
  };
}

/** The sharer earns commissions, somebody else asks to, and no sale waits for its hold. */
async function takeOn(play: Player, owner: string, token: string) {
  const post = async (path: string, body: object) => {
    const answer = await play.api(path, "POST", owner, { companyId, ...body });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  await play.api("/api/v1/settings", "PATCH", owner, { companyId, holdDays: 0 });
  const terms = {
    rate: { kind: "percent", bps: 2_000 },
    tiers: [{ from: { referrals: 5 }, bps: 2_500 }],
    caps: { perSale: { USD: "50.00" } },
    secondLevelBps: 500,
  };
  const plan = await post("/api/v1/commission-plans", { name: "Partners", terms });
  await play.api("/api/v1/affiliation/apply", "POST", token, { experienceId, application: "I write." });
  const applied = (await play.api(`/api/v1/affiliates?companyId=${companyId}`, "GET", owner)).body.affiliates;
  const { id } = applied[0];
  await play.api(`/api/v1/affiliates/${id}/approve`, "POST", owner, { companyId });
  const other = await play.newPerson("Gus Waiting", { experienceId, email: "gus@mail.test" });
  await play.api("/api/v1/affiliation/apply", "POST", await play.tokenOf(other.id), { experienceId });
  return { affiliateId: String(id), planId: String(plan.id) };
}

/** A draft of what is owed; commissions that come later wait as usual. */
async function payOut(play: Player, owner: string, affiliateId: string) {
  const final = await play.eventually(
    async () =>
      (await play.api(`/api/v1/commissions?companyId=${companyId}&affiliateId=${affiliateId}`, "GET", owner))
        .body.commissions,
    (commissions) => commissions?.some(({ status }: { status: string }) => status === "approved"),
  );
  const { id } = final.find(({ status }: { status: string }) => status === "approved");
  const drafted = await play.api("/api/v1/payouts", "POST", owner, { companyId });
  if (drafted.status !== 201) throw new Error(JSON.stringify(drafted.body));
  await play.api("/api/v1/settings", "PATCH", owner, { companyId, holdDays: 14 });
  return { commissionId: String(id), payoutId: String(drafted.body.id) };
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
