import { type CardImages, createCardImages, drawCard } from "../clicks/index.ts";
import { type CampaignCards, createCampaignCards } from "./campaign-cards.ts";
import { readCardFonts } from "./card-fonts.ts";
import { onceOpened } from "./once-opened.ts";
import { sharedServices } from "./shared-services.ts";

/** The cards of a process without a server of ours, as on a serverless host; drawn where they are asked for. */
export const sharedImages: () => Promise<CardImages> = onceOpened(async () => {
  const { log } = await sharedServices();
  const fonts = onceOpened(() => readCardFonts(process.cwd()));
  return createCardImages({ draw: async (drawing) => drawCard(drawing, await fonts()), log });
});

export const sharedCampaignCards: () => Promise<CampaignCards> = onceOpened(async () =>
  createCampaignCards(await sharedServices(), await sharedImages()),
);
