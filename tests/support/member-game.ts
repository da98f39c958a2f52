import { COMMUNITY } from "#db/seed/community.ts";
import type { Player } from "./player.ts";

const { experienceId, companyId, personas } = COMMUNITY;

export type Game = {
  /** Brought two friends during the race. */
  sharer: string;
  friend: string;
  race: string;
  forAffiliates: string;
};

/** A campaign of an hour with a prize and a draw, one for others, a shop, and something for the friends who join. */
export async function playGame(play: Player): Promise<Game> {
  const owner = await play.tokenOf(personas.owner);
  const post = async (path: string, body: object) => {
    const answer = await play.api(path, "POST", owner, { companyId, ...body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const reward = (body: object): Promise<{ id: string }> =>
    post("/api/v1/rewards", { threshold: 1, autoApply: true, holdDays: 0, expiryDays: null, ...body });
  const custom = { rewardType: "custom", rewardData: { instructions: "It comes by post." } };
  const points = (count: number) => ({ rewardType: "points", rewardData: { points: count } });
  await reward({ name: "Studio mug", trigger: "purchase", pricePoints: 60, stock: 1, ...custom });
  await reward({ name: "Grand tour", trigger: "purchase", pricePoints: 1_000, ...custom });
  await reward({ name: "Thank you", trigger: "per_conversion", ...points(25) });
  await reward({ name: "Welcome", trigger: "first", side: "referee", ...points(40) });
  const prize = await reward({ name: "A hundred points", trigger: "campaign_prize", ...points(100) });

  const { now } = await play.sandbox("/sandbox/clock");
  const after = (seconds: number) => new Date(Date.parse(now) + seconds * 1_000).toISOString();
  const campaign = async (name: string, terms: object): Promise<string> => {
    const dates = { startDate: after(20), endDate: after(3_600) };
    const { id } = await post("/api/v1/campaigns", { name, ...dates, terms });
    await post(`/api/v1/campaigns/${id}/schedule`, {});
    return id;
  };
  const rules = { counts: ["paid"], points: { paid: 10 }, holdDays: 0, settleDays: 0 };
  const race = await campaign("Autumn race", {
    rules: { ...rules, bonuses: [{ at: 2, points: 5 }] },
    prizes: [{ kind: "raffle", winners: 1, ticketPer: "referral", minPoints: 1, rewardId: prize.id }],
  });
  const forAffiliates = await campaign("Partners’ week", { rules, audience: { roles: ["affiliate"] } });
  await play.sandbox("/sandbox/clock", { advanceSeconds: 30 });

  const sharer = (await play.newPerson("Rosa Test", { experienceId })).id;
  const token = await play.tokenOf(sharer);
  const ask = async (path: string) =>
    (await play.api(`${path}?experienceId=${experienceId}`, "GET", token)).body;
  await play.eventually(
    () => ask("/api/v1/campaign-cards"),
    (body) => JSON.stringify(body).includes('"active"'),
  );
  const { url } = (await play.api("/api/v1/referrals/create", "POST", token, { experienceId })).body;
  const friends: string[] = [];
  for (const name of ["Friend One", "Friend Two"]) {
    const checkout = await play.visitCheckout(url);
    const buyer = await play.newPerson(name);
    await play.buy(checkout, buyer.id);
    friends.push(buyer.id);
  }
  // Two thanks and what the race gave: 25 + 25 + 25.
  await play.eventually(
    () => ask("/api/v1/shop"),
    ({ points }) => points === "75",
  );
  return { sharer, friend: friends[0] ?? "", race, forAffiliates };
}
