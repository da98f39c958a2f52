import postgres from "postgres";
import { COMMUNITY } from "#db/seed/community.ts";
import type { RunningApp } from "./app.ts";
import type { Player } from "./player.ts";

const { companyId, experienceId, personas } = COMMUNITY;

/**
 * Whoever joins pays a fifth less, and gets 40 points once they have paid; fifty points can be won. Waits until the
 * checkouts carry the discount.
 */
export async function offerBothSides(play: Player): Promise<void> {
  const owner = await play.tokenOf(personas.owner);
  const reward = async (body: object) => {
    const answer = await play.api("/api/v1/rewards", "POST", owner, { companyId, holdDays: 0, ...body });
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  };
  await reward({
    name: "Welcome",
    side: "referee",
    trigger: "first",
    rewardType: "discount",
    rewardData: { kind: "percentage", amountOff: 20 },
  });
  await reward({
    name: "A good start",
    side: "referee",
    trigger: "per_conversion",
    rewardType: "points",
    rewardData: { points: 40 },
  });
  await reward({
    name: "Fifty points",
    trigger: "campaign_prize",
    rewardType: "points",
    rewardData: { points: 50 },
    cost: { amount: "5.00", currency: "USD" },
  });
  await play.eventually(
    async () => (await play.api(`/api/v1/rewards?companyId=${companyId}`, "GET", owner)).body,
    ({ rewards }) => rewards.some(({ checkoutCode }: { checkoutCode: unknown }) => checkoutCode !== null),
  );
}

/** A member of the community with a link of their own. */
export async function newSharer(play: Player, name: string): Promise<{ id: string; link: string }> {
  const { id } = await play.newPerson(name, { experienceId });
  const token = await play.tokenOf(id);
  const { body } = await play.api("/api/v1/referrals/create", "POST", token, { experienceId });
  return { id, link: body.url };
}

/** Somebody who came through a checkout, by the name they gave there. */
export function buyerNamed({ sandbox }: RunningApp, name: string): string {
  const user = sandbox.world.users.first((one) => one.name === name);
  if (!user) throw new Error(`Nobody called ${name} has bought`);
  return user.id;
}

/** All that somebody paid goes back to them. */
export async function refundAll(app: RunningApp, play: Player, buyerId: string): Promise<void> {
  const paid = app.sandbox.world.payments.where(({ userId }) => userId === buyerId);
  for (const { id } of paid) await play.sandbox(`/sandbox/payments/${id}/refund`, {});
}

/** What is stored of a campaign's end, people by their names. */
export async function storedEnd(app: RunningApp, campaignId: string) {
  const sql = postgres(app.database.superUrl, { max: 1 });
  const [campaign] = await sql`
    SELECT status, raffle_seed AS seed, raffle_seed_hash AS hash FROM campaigns WHERE id = ${campaignId}`;
  const standing = await sql`
    SELECT u.name, s.rank, s.points::int FROM campaign_standings s JOIN users u ON u.id = s.user_id
     WHERE s.campaign_id = ${campaignId} ORDER BY s.rank`;
  const prizes = await sql`
    SELECT p.kind, u.name, r.status, d.state AS delivery FROM campaign_prizes p
      JOIN users u ON u.id = p.user_id
      LEFT JOIN reward_redemptions r ON r.subject = 'prize:' || p.id AND r.user_id = p.user_id
      LEFT JOIN reward_deliveries d ON d.redemption_id = r.id
     WHERE p.campaign_id = ${campaignId} ORDER BY p.prize`;
  const points = await sql`
    SELECT u.name, sum(e.amount)::int AS points FROM ledger_entries e
      JOIN ledger_accounts a ON a.id = e.account_id JOIN users u ON u.id = a.holder_id
     WHERE a.kind = 'points' GROUP BY u.name ORDER BY u.name`;
  const [books] = await sql`
    SELECT coalesce(sum(amount), 0)::int AS sum FROM ledger_entries WHERE unit = 'POINTS'`;
  await sql.end();
  return { campaign, standing: [...standing], prizes: [...prizes], points: [...points], sum: books?.sum };
}
