import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getCampaignStandings } from "#lib/standings/index.ts";
import { getLeaderboard } from "#lib/stats/index.ts";
import { announce, type CampaignScene, hours, makeCampaignScene } from "#tests/support/campaign-stage.ts";
import { openTestServices } from "#tests/support/context.ts";
import { asMember, type TestMember } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

/** Who all have one score, reached at different moments. */
const MEMBERS = 10_000;
/** More often than Postgres plans a statement for the values at hand. */
const READS = 30;

let stage: ReferralStage;
let admin: postgres.Sql;
let scene: CampaignScene;
let campaignId: string;
let asked: TestMember[];

beforeAll(async () => {
  stage = await openReferralStage();
  admin = postgres(stage.database.superUrl, { max: 1, onnotice: () => {} });
  scene = await makeCampaignScene(stage.services);
  ({ id: campaignId } = await announce(scene));
  stage.services.clock.set(hours(1));
  const { companyId } = scene;
  await admin`
    INSERT INTO users (company_id, id, whop_user_id, username, name, joined_at, profile_refreshed_at)
    SELECT ${companyId}, gen_random_uuid(), 'user_crowd' || n, 'crowd' || n, 'One of ' || n, now(), now()
    FROM generate_series(1, ${MEMBERS}::int) AS n`;
  const crowd = admin`users WHERE company_id = ${companyId} AND whop_user_id LIKE 'user_crowd%'`;
  await admin`
    INSERT INTO member_stats (company_id, user_id, period, period_start, score, score_reached_at)
    SELECT company_id, id, 'all', '1970-01-01', 3, now() - random() * interval '1 day' FROM ${crowd}`;
  await admin`
    INSERT INTO score_counts (company_id, period, period_start, score, members)
    VALUES (${companyId}, 'all', '1970-01-01', 3, ${MEMBERS})`;
  await admin`
    INSERT INTO campaign_participants (company_id, campaign_id, user_id, points, referrals, score_reached_at)
    SELECT company_id, ${campaignId}, id, 30, 3, now() - random() * interval '1 day' FROM ${crowd}`;
  await admin`
    INSERT INTO campaign_score_counts (company_id, campaign_id, points, members)
    VALUES (${companyId}, ${campaignId}, 30, ${MEMBERS})`;
  await admin`SELECT pg_stat_force_next_flush()`;
  await admin`ANALYZE users, member_stats, score_counts, campaign_participants, campaign_score_counts`;
  asked = await admin<TestMember[]>`
    SELECT id, whop_user_id AS "whopUserId", name FROM ${crowd} ORDER BY id LIMIT ${READS}`;
});
afterAll(async () => {
  await admin.end();
  await stage.close();
});

/** What the connections that are closed by now have read of a table: rows, and blocks of its indexes. */
async function readSoFar(table: string): Promise<{ rows: number; blocks: number }> {
  const [read] = await admin<{ rows: number; blocks: number }[]>`
    SELECT (coalesce(t.seq_tup_read, 0) + coalesce(t.idx_tup_fetch, 0))::int AS rows,
           (coalesce(b.idx_blks_hit, 0) + coalesce(b.idx_blks_read, 0))::int AS blocks
    FROM pg_stat_user_tables t JOIN pg_statio_user_tables b USING (relid) WHERE t.relid = ${table}::regclass`;
  return read ?? { rows: 0, blocks: 0 };
}

describe("a place among thousands with the same score", () => {
  it.each([
    ["the community's board", "member_stats"],
    ["a campaign's board", "campaign_participants"],
  ])("on %s is found by reading a few rows, whatever the planner knows of the values", async (_, table) => {
    const before = await readSoFar(table);
    // The role of the app: an index may compare only what row-level security lets it.
    const services = openTestServices(stage.database.appUrl, { now: hours(1), max: 1 });
    for (const member of asked) {
      const ctx = asMember(services, scene.companyId, member);
      const board =
        table === "member_stats"
          ? await getLeaderboard(ctx, { around: member.id })
          : await getCampaignStandings(ctx, { id: campaignId, around: member.id });
      expect(board.rankedMembers).toBe(MEMBERS);
      expect(board.around.find(({ isMe }) => isMe)).toMatchObject({ rank: 1, userId: member.id });
    }
    await services.db.close();
    const readBy = async () => (await readSoFar(table)).rows - before.rows;
    // The top alone is fifty rows each time.
    await expect.poll(readBy, { timeout: 30_000 }).toBeGreaterThanOrEqual(50 * READS);
    const after = await readSoFar(table);
    expect(after.rows - before.rows).toBeLessThan(100 * READS);
    expect(after.blocks - before.blocks).toBeLessThan(50 * READS);
  });
});
