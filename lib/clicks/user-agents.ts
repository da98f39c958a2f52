import { createIsbotFromList, list } from "isbot";
import type { DeviceKind } from "#db/enums.ts";
import { Generations } from "../core/generations.ts";

/** What a user agent says of who asks. */
export type AgentFacts = { kind: "person" | "bot" | "preview"; device: DeviceKind };

/**
 * Link unfurlers: they fetch a link once so that people in a chat or a feed see a card. Browsers inside apps
 * (Instagram, FBAN, TikTok, Snapchat, Line) are people and match nothing here.
 */
const previewPatterns = [
  "^whatsapp/",
  "facebookexternalhit",
  "facebookcatalog",
  "facebot",
  "meta-externalfetcher",
  "twitterbot",
  "telegrambot",
  "slackbot",
  "slack-imgproxy",
  "discordbot",
  "linkedinbot",
  "skypeuripreview",
  "microsoftpreview",
  "teams-?bot",
  "iframely",
  "embedly",
  "embed php library",
  "vkshare",
  "odklbot",
  "pinterest(?:bot)?/0",
  "pinterestbot",
  "redditbot",
  "snap url preview",
  "kakaotalk-scrap",
  "line-poker",
  "^viber",
  "(?:^|\\()mastodon/",
  "pleroma",
  "akkoma",
  "misskey",
  "summalybot",
  "friendica",
  "lemmy/",
  "cardyb",
  "synapse(?: \\(bot|/)",
  "matrix-media-repo",
  "mattermost-bot",
  "^rocket\\.chat",
  "zulipurlpreview",
  "notionbot",
  "quora link preview",
  "quora-bot",
  "discourse forum onebox",
  "bitrix link preview",
  "xing-contenttabreceiver",
  "bitlybot",
  "^tumblr/",
  "flipboardproxy",
  "google-pagerenderer",
  "\\+/web/snippet",
  "google web preview",
  "link ?preview",
  "url ?preview",
  "unfurl",
  "opengraph",
  "open graph",
];

/** What the list of isbot lets through: automated browsers and clients that name themselves. */
const moreBots = [
  "^$",
  "^mozilla/\\d\\.\\d$",
  "\\bcode/\\d+\\.\\d+.*electron",
  "\\btrae/\\d+",
  "\\bfluid/\\d",
  "tsm-turingos",
  "gtmetrix",
  "miniature\\.io",
  "\\bylt\\b",
  "headless",
  "phantomjs",
  "puppeteer",
  "playwright",
  "selenium",
  "webdriver",
  "cypress",
  "^curl",
  "^wget",
  "python",
  "aiohttp",
  "^node$",
  "undici",
  "axios/",
  "okhttp",
  "go-http-client",
  "^java/",
  "libwww",
  "postman",
  "insomnia",
  "^ruby",
  "^php",
  "guzzle",
  "^dart",
  "safebrowsing",
  "^bun/",
  "^deno/",
];

const isPreview = new RegExp(previewPatterns.join("|"), "i");
const isBot = createIsbotFromList([...list, ...moreBots]);

/** Agents repeat: the few thousand in use are each read once. */
const known = new Generations<AgentFacts>(20_000);
/** Longer ones are no browser's; nothing that long is remembered. */
const LONGEST = 1_000;

export function factsOfAgent(userAgent: string | undefined): AgentFacts {
  const agent = (userAgent ?? "").trim();
  const remembered = known.get(agent);
  if (remembered !== undefined) return remembered;
  const facts: AgentFacts = { kind: kindOf(agent.slice(0, LONGEST)), device: deviceOf(agent) };
  if (agent.length <= LONGEST) known.set(agent, facts);
  return facts;
}

function kindOf(agent: string): AgentFacts["kind"] {
  if (isPreview.test(agent)) return "preview";
  return agent === "" || isBot(agent) ? "bot" : "person";
}

function deviceOf(agent: string): DeviceKind {
  if (/ipad|tablet|kindle|silk\/|playbook|(?:android(?!.*mobile))/i.test(agent)) return "tablet";
  if (/iphone|ipod|android|mobile|windows phone|blackberry|opera mini/i.test(agent)) return "mobile";
  return /windows nt|macintosh|x11|cros|linux/i.test(agent) ? "desktop" : "other";
}
