import { sharedLinks } from "#lib/runtime/shared-links.ts";

/** A referral link, for hosts without a server of ours in front. */
async function answer(request: Request): Promise<Response> {
  const links = await sharedLinks();
  return links.fetch(request, null);
}

export { answer as GET, answer as HEAD };
