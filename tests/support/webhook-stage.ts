import postgres from "postgres";
import { loadMemberFacts } from "#lib/facts/index.ts";
import { processInbox } from "#webhooks/process.ts";
import { receiveWebhook } from "#webhooks/receive.ts";
import { asSystem, openTestServices, type TestServices } from "./context.ts";
import { createTestDatabase } from "./database.ts";
import type { Purchase } from "./events.ts";
import { unique } from "./factories.ts";
import { requestOf, signWebhook, webhookSecret } from "./signed.ts";

export type WebhookStage = Awaited<ReturnType<typeof openWebhookStage>>;

/** An intake and its inbox on a database of their own, and a look at what became of what was sent. */
export async function openWebhookStage() {
  const database = await createTestDatabase();
  const services: TestServices = openTestServices(database.appUrl, { max: 8 });
  const admin = postgres(database.superUrl, { max: 1, onnotice: () => {} });
  const receive = receiveWebhook(services, [webhookSecret]);
  return {
    database,
    services,
    admin,
    /** Sends a genuine webhook and returns its id. */
    async send(content: unknown, id = unique("msg_")): Promise<string> {
      const answer = await receive(requestOf(signWebhook(id, content, services.clock.now())));
      if (answer.status !== 200) throw new Error(`the intake answered ${answer.status}`);
      return id;
    },
    process: (limit?: number) => processInbox(services, limit),
    async stateOf(webhookId: string) {
      const [row] = await admin`
        SELECT state, reason, type, company_id, object_id, attempts, conflicts, locked_until, body
        FROM webhook_events WHERE webhook_id = ${webhookId}`;
      return row;
    },
    factsOf: (buyer: Purchase) => loadMemberFacts(asSystem(services, buyer.companyId), buyer.whopUserId),
    settlements: () => services.jobs.named("settle-referral").map((job) => job.payload),
    async close() {
      await receive.close(1_000);
      await Promise.all([services.db.close(), admin.end()]);
      await database.drop();
    },
  };
}
