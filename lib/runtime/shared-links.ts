import { drawCard, type LinkEdge, openLinkEdge } from "../clicks/index.ts";
import { readCardFonts } from "./card-fonts.ts";
import { offerOf } from "./offer-of.ts";
import { onceOpened } from "./once-opened.ts";
import { sharedServices } from "./shared-services.ts";

/** The links of a process without a server of ours, as on a serverless host. */
export const sharedLinks: () => Promise<LinkEdge> = onceOpened(async () => {
  const services = await sharedServices();
  const fonts = onceOpened(() => readCardFonts(process.cwd()));
  return openLinkEdge({ ...services, userOf: services.identity.userOf, offerOf }, async (drawing) =>
    drawCard(drawing, await fonts()),
  );
});
