import { createCampaign, scheduleCampaign } from "#lib/campaigns/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import { getCampaignStandings } from "#lib/standings/index.ts";
import { openTestServices } from "#tests/support/context.ts";
import type { BenchStack, Figure } from "./harness.ts";
import { exactly } from "./harness.ts";
import { COMPANY } from "./stats-data.ts";
import { memberCtx, ownerCtx, type Sample, sampleMembers } from "./stats-reads.ts";
import { placeFigure } from "./stats-timing.ts";

/**
 * A campaign that has run for a month and in which every member has points: the standings as the worker keeps them,
 * with as many different scores as weekends and steps make.
 */
export async function loadCampaign(stack: BenchStack): Promise<void> {
  const { admin } = stack;
  const [owner] = await sampleMembers(stack, 1);
  if (!owner) throw new Error("There is nobody to make a campaign");
  const services = openTestServices(stack.appUrl, { now: new Date() });
  const ctx = ownerCtx(services, owner);
  const { id } = await createCampaign(ctx, {
    name: "Autumn",
    startDate: new Date(Date.now() - 30 * dayMs).toISOString(),
    endDate: new Date(Date.now() + 30 * dayMs).toISOString(),
    terms: {
      rules: {
        counts: ["paid"],
        points: { paid: 10 },
        multipliers: [{ kind: "weekday", days: [6, 7], factorBps: 15_000 }],
        bonuses: [
          { at: 5, points: 50 },
          { at: 10, points: 100 },
          { at: 25, points: 250 },
        ],
      },
    },
  });
  await scheduleCampaign(ctx, { id });
  await services.db.close();
  await admin`
    INSERT INTO campaign_participants (company_id, campaign_id, user_id, points, referrals, score_reached_at)
    SELECT company_id, ${id}, user_id,
           10 * n + 5 * weekend + 50 * (n >= 5)::int + 100 * (n >= 10)::int + 250 * (n >= 25)::int, n,
           now() - random() * interval '30 days'
    FROM (SELECT company_id, user_id, n, floor(random() * (n + 1))::int AS weekend
          FROM (SELECT company_id, user_id, 1 + floor(power(random(), 20) * 300)::int AS n
                FROM referral_codes WHERE company_id = ${COMPANY}) c) p`;
  await admin`
    INSERT INTO campaign_score_counts (company_id, campaign_id, points, members)
    SELECT company_id, campaign_id, points, count(*) FROM campaign_participants
    WHERE company_id = ${COMPANY} GROUP BY 1, 2, 3`;
  await admin`VACUUM (ANALYZE) campaign_participants, campaign_score_counts`;
}

/** The same questions of a campaign's board. */
export async function campaignFigures(stack: BenchStack): Promise<Figure[]> {
  const { admin } = stack;
  const members = await admin<(Sample & { campaignId: string; points: number })[]>`
    SELECT u.id, u.whop_user_id AS "whopUserId", s.campaign_id AS "campaignId", s.points
    FROM (SELECT campaign_id, user_id, points, row_number() OVER (ORDER BY points DESC, score_reached_at) AS nth,
                 count(*) OVER () AS many
          FROM campaign_participants WHERE company_id = ${COMPANY}) s
    JOIN users u ON u.company_id = ${COMPANY} AND u.id = s.user_id
    WHERE nth % greatest(1, many / 400) = 0 ORDER BY nth LIMIT 400`;
  const services = openTestServices(stack.appUrl, { now: new Date(), max: 8 });
  const ask = (nth: number) => {
    const member = members[nth % members.length] ?? { id: "", whopUserId: "", campaignId: "" };
    return getCampaignStandings(memberCtx(services, member), { id: member.campaignId, around: member.id });
  };
  const figure = await placeFigure(stack, "my rank, neighbours and the top of a campaign", ask);
  let wrong = 0;
  for (const [nth, { points }] of members.slice(0, 50).entries()) {
    const [row] = await admin<{ rank: number }[]>`
      SELECT 1 + count(*)::int AS rank FROM campaign_participants
      WHERE company_id = ${COMPANY} AND points > ${points}`;
    if ((await ask(nth)).around.find(({ isMe }) => isMe)?.rank !== row?.rank) wrong += 1;
  }
  const [scores] = await admin<{ many: number }[]>`
    SELECT count(*)::int AS many FROM campaign_score_counts WHERE company_id = ${COMPANY}`;
  await services.db.close();
  const note = `50 members, ${scores?.many} different scores`;
  return [
    figure,
    { what: "its places that counting does not give", value: wrong, unit: "", target: exactly(0), note },
  ];
}
