import { COMMUNITY } from "#db/seed/community.ts";
import type { Player } from "./player.ts";

const { companyId } = COMMUNITY;

export type FullCampaigns = { runningId: string; endedId: string; draftId: string };

const dayMs = 86_400_000;

/** A campaign that runs from now on, one that is over as soon as it is ended, and a draft. */
export async function openCampaigns(play: Player, owner: string): Promise<FullCampaigns> {
  const post = async (path: string, body: object): Promise<{ id: string }> => {
    const answer = await play.api(path, "POST", owner, { companyId, ...body });
    if (answer.status !== 201 && answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const reward = await post("/api/v1/rewards", {
    name: "A poster",
    trigger: "campaign_prize",
    rewardType: "custom",
    rewardData: { instructions: "Your code for the shop.", fromPool: true },
    cost: { amount: "12.00", currency: "USD" },
    warnBelow: 5,
  });
  await post("/api/v1/rewards", {
    name: "A sticker",
    trigger: "purchase",
    pricePoints: 5,
    rewardType: "credits",
    rewardData: { credits: 3 },
  });
  const now = Date.now();
  const times = {
    startDate: new Date(now - 60_000).toISOString(),
    endDate: new Date(now + 14 * dayMs).toISOString(),
    timeZone: "Europe/Madrid",
  };
  const rules = { counts: ["paid"], points: { paid: 10 } };
  const running = await post("/api/v1/campaigns", {
    ...times,
    name: "Autumn sprint",
    terms: {
      rules: {
        ...rules,
        bonuses: [{ at: 3, points: 20 }],
        multipliers: [{ kind: "weekday", days: [6, 7], factorBps: 20_000 }],
        pointsCost: { amount: "100.00", currency: "USD" },
      },
      prizes: [{ kind: "rank", from: 1, to: 2, rewardId: reward.id }],
      budget: { amount: "30.00", currency: "USD" },
    },
  });
  // Nobody reaches its raffle, so nobody is given anything.
  const raffle = { kind: "raffle", winners: 1, ticketPer: "member", minPoints: 1_000, rewardId: reward.id };
  const ended = await post("/api/v1/campaigns", {
    ...times,
    name: "Flash",
    terms: { rules: { ...rules, holdDays: 0, settleDays: 0 }, prizes: [raffle] },
  });
  const draft = await post("/api/v1/campaigns", { ...times, name: "Still a thought", terms: { rules } });
  for (const { id } of [running, ended]) await post(`/api/v1/campaigns/${id}/schedule`, {});
  return { runningId: running.id, endedId: ended.id, draftId: draft.id };
}

/** Ends the one that is to be over, and waits until its standing is frozen. */
export async function endCampaign(play: Player, owner: string, id: string): Promise<void> {
  await play.api(`/api/v1/campaigns/${id}/end`, "POST", owner, { companyId });
  await play.eventually(
    async () => (await play.api(`/api/v1/campaigns/${id}?companyId=${companyId}`, "GET", owner)).body,
    ({ status }) => status === "ended",
  );
}
