import { createHash } from "node:crypto";
import type { LinkState } from "../links/index.ts";
import { fill, type Language, textsIn } from "./texts.ts";

/** The few pages that /r itself answers with: plain HTML, one style, no script. */
const style = `
:root{color-scheme:light dark;--ink:#1c2024;--soft:#60646c;--paper:#fcfcfd;--line:#e0e1e6;--accent:#3e63dd}
@media(prefers-color-scheme:dark){:root{--ink:#edeef0;--soft:#b0b4ba;--paper:#111113;--line:#2e3135;--accent:#7b95f5}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:26rem;width:100%;padding:32px 28px;border:1px solid var(--line);border-radius:16px}
h1{margin:0 0 8px;font-size:22px;line-height:1.25;font-weight:600;overflow-wrap:anywhere}
p{margin:0 0 8px;color:var(--soft);overflow-wrap:anywhere}
a.go{display:inline-block;margin-top:16px;padding:11px 18px;border-radius:10px;background:var(--ink);color:var(--paper);
text-decoration:none;font-weight:500}
a.go:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`;

const styleHash = createHash("sha256").update(style).digest("base64");

export const pageSecurity =
  `default-src 'none'; style-src 'sha256-${styleHash}'; img-src 'self'; base-uri 'none'; form-action 'none'; ` +
  "frame-ancestors 'none'";

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}

type Page = {
  language: Language;
  title: string;
  lines: string[];
  go?: { url: string; text: string };
  head?: string;
};

function render({ language, title, lines, go, head = "" }: Page): string {
  const paragraphs = lines.map((line) => `<p>${escapeHtml(line)}</p>`).join("");
  const button = go
    ? `<a class="go" href="${escapeHtml(go.url)}" rel="nofollow">${escapeHtml(go.text)}</a>`
    : "";
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">${head}
<style>${style}</style></head><body><main><h1>${escapeHtml(title)}</h1>${paragraphs}${button}</main></body></html>`;
}

export function unknownPage(language: Language): string {
  const texts = textsIn(language);
  return render({ language, title: texts.unknownTitle, lines: [texts.unknown] });
}

/** For the address of a campaign's page that leads nowhere; whoever wanted to join still can. */
export function noCampaignPage(
  language: Language,
  community: { title: string; url: string | null } | null,
): string {
  const texts = textsIn(language);
  const title = texts.noCampaignTitle;
  const url = community?.url ?? null;
  if (community === null || url === null) return render({ language, title, lines: [texts.noCampaign] });
  return render({
    language,
    title,
    lines: [texts.noCampaign, fill(texts.goneStill, { title: community.title })],
    go: { url, text: fill(texts.join, { title: community.title }) },
  });
}

export function gonePage(
  language: Language,
  state: Exclude<LinkState, "ok">,
  community: { title: string; url: string | null },
): string {
  const texts = textsIn(language);
  const { title, url } = community;
  const lines = [texts[state]];
  if (url === null) return render({ language, title: texts.goneTitle, lines });
  const go = { url, text: fill(texts.join, { title }) };
  return render({
    language,
    title: texts.goneTitle,
    lines: [...lines, fill(texts.goneStill, { title })],
    go,
  });
}

export function busyPage(language: Language, again: string): string {
  const texts = textsIn(language);
  const head = '<meta http-equiv="refresh" content="3">';
  const go = { url: again, text: texts.retry };
  return render({ language, title: texts.busyTitle, lines: [texts.busy], go, head });
}

export type Card = {
  /** Null when it cannot be read at the moment. */
  name: string | null;
  title: string;
  /** What a friend gets, in the owner's words. */
  offer: string | null;
  linkUrl: string;
  imageUrl: string;
  destination: string | null;
};

/** What a link unfurler reads, and a person sees who comes here by mistake. */
export function cardPage(language: Language, card: Card): string {
  const texts = textsIn(language);
  const { name, title } = card;
  const heading = name === null ? fill(texts.invitation, { title }) : fill(texts.invites, { name, title });
  const text = card.offer ?? (name === null ? heading : fill(texts.cardHint, { name }));
  const tags: [string, string, string][] = [
    ["property", "og:type", "website"],
    ["property", "og:site_name", title],
    ["property", "og:title", heading],
    ["property", "og:description", text],
    ["property", "og:url", card.linkUrl],
    ["property", "og:image", card.imageUrl],
    ["property", "og:image:type", "image/png"],
    ["property", "og:image:width", "1200"],
    ["property", "og:image:height", "630"],
    ["property", "og:image:alt", heading],
    ["property", "og:locale", language === "es" ? "es_ES" : "en_US"],
    ["name", "twitter:card", "summary_large_image"],
    ["name", "twitter:title", heading],
    ["name", "twitter:description", text],
    ["name", "twitter:image", card.imageUrl],
    ["name", "description", text],
  ];
  const head = tags
    .map(([kind, name, content]) => `<meta ${kind}="${name}" content="${escapeHtml(content)}">`)
    .join("");
  const go =
    card.destination === null ? {} : { go: { url: card.destination, text: fill(texts.join, { title }) } };
  return render({ language, title: heading, lines: [text], head, ...go });
}
