import { fetchHandler } from "#app/_edge/fetch-handler.ts";
import { onceOpened } from "#lib/runtime/once-opened.ts";
import { sharedServices } from "#lib/runtime/shared-services.ts";
import { createApi } from "./api.ts";

const opened = onceOpened(async () => fetchHandler(createApi(await sharedServices())));

/** The API for hosts without a server of ours in front, which answers these addresses before pages are asked. */
export async function answerApi(request: Request): Promise<Response> {
  const api = await opened();
  return api(request);
}
