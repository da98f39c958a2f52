import { type LinkEdge, openLinkEdge } from "../clicks/index.ts";
import { offerOf } from "./offer-of.ts";
import { onceOpened } from "./once-opened.ts";
import { sharedImages } from "./shared-cards.ts";
import { sharedServices } from "./shared-services.ts";

/** The links of a process without a server of ours, as on a serverless host. */
export const sharedLinks: () => Promise<LinkEdge> = onceOpened(async () => {
  const services = await sharedServices();
  return openLinkEdge({ ...services, userOf: services.identity.userOf, offerOf }, await sharedImages());
});
