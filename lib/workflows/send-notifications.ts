import { getSettings, mainExperience } from "../companies/index.ts";
import type { Ctx } from "../core/context.ts";
import type { JobPayload } from "../jobs/index.ts";
import { sendNotifications } from "../notifications/index.ts";

/** Somebody is to be told of something, now or when the next of it is due. */
export async function handle(ctx: Ctx, _payload: JobPayload<"send-notifications">): Promise<void> {
  const { timeZone, language } = await getSettings(ctx);
  await sendNotifications(ctx, { timeZone, language, experienceId: await mainExperience(ctx) });
}
