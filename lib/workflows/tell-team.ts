import { countAffiliates } from "../affiliates/index.ts";
import { getCompany } from "../companies/index.ts";
import { hourMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { dayOf } from "../core/local-time.ts";
import { say } from "../core/said.ts";
import { isSilent, type JobPayload, schedule } from "../jobs/index.ts";
import { hourOf, type News, notify, team } from "../notifications/index.ts";
import { listPayouts } from "../payouts/index.ts";
import { getToday } from "../stats/index.ts";

/** Once a day, in the morning; later in it where nobody was there to do it in time. */
const digestHours = [9, 10, 11];

/** Every hour: what waits for the team, once a day, and whether Whop has gone quiet. */
export async function handle(ctx: Ctx, _payload: JobPayload<"tell-team">): Promise<void> {
  await transact(ctx, async (_tx, ctx) => {
    const { settings, lastWebhookAt } = await getCompany(ctx);
    const now = ctx.clock.now();
    const news: News[] = [];
    if (lastWebhookAt !== null && (await isSilent(ctx, lastWebhookAt))) {
      const told = say("notification.webhooksSilent", { since: lastWebhookAt });
      const subject = `since:${lastWebhookAt.toISOString()}`;
      news.push({ recipient: team, kind: "webhooks_silent", subject, told, restPath: "/health" });
    }
    if (digestHours.includes(hourOf(settings.timeZone, now))) {
      const count = await countDecisions(ctx);
      const told = say("notification.decisionsWait", { count });
      const subject = `day:${dayOf(settings.timeZone, now)}`;
      if (count > 0) news.push({ recipient: team, kind: "decision_needed", subject, told, restPath: "/" });
    }
    await notify(ctx, news);
    await planTelling(ctx);
  });
}

/** Whatever waits until somebody of the team decides or does it. */
async function countDecisions(ctx: Ctx): Promise<number> {
  const { waiting } = await getToday(ctx);
  const { applied } = await countAffiliates(ctx);
  const { payouts } = await listPayouts(ctx, { limit: 5 });
  const drafts = payouts.filter(({ status }) => status === "draft").length;
  const { cases, claims, approvals, toHandOver, deliveriesHeld } = waiting;
  return cases + claims + approvals + toHandOver + deliveriesHeld + applied + drafts;
}

/** Has the team looked after at the next full hour. */
export async function planTelling(ctx: Ctx): Promise<void> {
  const nextHour = Math.floor(ctx.clock.now().getTime() / hourMs) * hourMs + hourMs;
  const payload = { companyId: ctx.companyId };
  await transact(ctx, (tx) =>
    schedule(ctx, tx, {
      job: "tell-team",
      key: "hourly",
      dueAt: new Date(nextHour),
      payload,
      keep: "earliest",
    }),
  );
}
