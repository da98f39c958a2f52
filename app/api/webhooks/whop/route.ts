import { loadEnv } from "#lib/core/env.ts";
import { onceOpened } from "#lib/runtime/once-opened.ts";
import { sharedServices } from "#lib/runtime/shared-services.ts";
import { receiveWebhook } from "#webhooks/receive.ts";

const receiver = onceOpened(async () =>
  receiveWebhook(await sharedServices(), loadEnv().WHOP_WEBHOOK_SECRET),
);

/** The intake of Whop's webhooks, for hosts without a server of ours in front. */
export async function POST(request: Request): Promise<Response> {
  const receive = await receiver();
  return receive(request);
}
