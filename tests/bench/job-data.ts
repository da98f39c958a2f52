import type { BenchStack } from "./harness.ts";

type Jobs = { name: "settle-referral" | "refresh-profile"; companyId: string; many: number };

/** Jobs about as many people, as the queue's own insert makes them: by the same function of the queue's options. */
export async function queueJobs({ admin }: BenchStack, { name, companyId, many }: Jobs): Promise<void> {
  await admin`
    INSERT INTO pgboss.job (name, data, retry_limit, retry_delay, expire_seconds, deletion_seconds, keep_until,
                            dead_letter, heartbeat_seconds)
    SELECT q.name, jsonb_build_object('companyId', ${companyId}::text, 'whopUserId', 'user_' || n), q.retry_limit,
           q.retry_delay, q.expire_seconds, q.deletion_seconds, now() + interval '90 days', q.dead_letter,
           q.heartbeat_seconds
    FROM pgboss.queue q, generate_series(1, ${many}::int) AS n WHERE q.name = ${name}`;
}
