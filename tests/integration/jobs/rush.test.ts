import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "#db/client.ts";
import { transact } from "#lib/core/context.ts";
import { createLogger } from "#lib/core/log.ts";
import { enqueueEach } from "#lib/jobs/index.ts";
import { openQueue } from "#lib/jobs/queue.ts";
import { asSystem, openTestServices } from "#tests/support/context.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { makeCompany } from "#tests/support/factories.ts";
import { takeDue, writeOutcomes } from "#webhooks/inbox.ts";

const USUAL = 200;
const IN_A_RUSH = 3_000;
const AT_ONCE = 100;

let database: TestDatabase;
let admin: postgres.Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = postgres(database.superUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

/** A connection that is closed has told what it read. */
async function rowsRead(table: string): Promise<number> {
  const [row] = await admin<{ many: number }[]>`
    SELECT (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int AS many
    FROM pg_stat_user_tables WHERE relid = ${table}::regclass`;
  return row?.many ?? 0;
}

describe("A rush of which the planner's statistics know nothing", () => {
  it("finds no belief about which kinds of jobs are frequent", async () => {
    const queue = openQueue(database.appUrl, { role: "sender", log: createLogger("test", "silent") });
    const services = { ...openTestServices(database.appUrl), jobs: queue };
    const { companyId } = await makeCompany(services);
    const payloads = Array.from({ length: AT_ONCE }, (_, n) => ({ companyId, whopUserId: `user_${n}` }));
    await transact(asSystem(services, companyId), (tx, ctx) =>
      enqueueEach(ctx, tx, "refresh-profile", payloads),
    );
    await Promise.all([queue.close(), services.db.close()]);
    await admin`ANALYZE pgboss.job`;
    const known = await admin<{ attname: string }[]>`
      SELECT attname FROM pg_stats WHERE schemaname = 'pgboss' AND tablename = 'job_common'`;
    const columns = known.map(({ attname }) => attname);
    expect(columns).toContain("state");
    expect(columns).not.toContain("name");
  });

  it("has the inbox read the webhooks that it takes and settles, and not all that wait", async () => {
    const fill = (state: string, many: number) => admin`
      INSERT INTO webhook_events (webhook_id, body, body_hash, received_at, next_attempt_at, state)
      SELECT ${state} || n, '{}', 'hash', now() - interval '1 minute', now() - interval '1 minute', ${state}
      FROM generate_series(1, ${many}::int) AS n`;
    await fill("processed", USUAL);
    await admin`ANALYZE webhook_events`;
    await fill("received", IN_A_RUSH);

    const before = await rowsRead("webhook_events");
    const db = openDatabase(database.appUrl, { max: 1 });
    const taken = await takeDue(db, new Date(), AT_ONCE);
    const settled = { type: null, companyId: null, objectId: null, nextAttemptAt: null, isForgotten: false };
    await writeOutcomes(
      db,
      new Date(),
      taken.map(({ webhookId, attempts }) => ({
        ...settled,
        webhookId,
        attempts,
        state: "ignored",
        reason: null,
      })),
    );
    await db.close();
    await expect
      .poll(() => rowsRead("webhook_events"), { timeout: 30_000 })
      .toBeGreaterThanOrEqual(before + AT_ONCE);
    expect((await rowsRead("webhook_events")) - before).toBeLessThan(IN_A_RUSH);
    const [row] = await admin`SELECT count(*)::int AS many FROM webhook_events WHERE state = 'ignored'`;
    expect(row?.many).toBe(AT_ONCE);
  });
});
