import type { Origins } from "../core/context.ts";
import { wordsOf } from "../core/said.ts";
import { type CodeDirectory, type DirectoryEntry, linkUrl, normaliseCode } from "../links/index.ts";
import { html, type VisitAnswer, withoutBody, wrongMethod } from "./answers.ts";
import { type CardFacts, drawingOf } from "./card-drawing.ts";
import { type CardImages, versionOf } from "./card-images.ts";
import { imageAnswer } from "./image-answer.ts";
import { cardPage, unknownPage } from "./pages.ts";
import { languageOf } from "./texts.ts";
import type { Visit } from "./visit.ts";

type Parts = {
  origins: Origins;
  directory: CodeDirectory;
  images: CardImages;
  factsOf(entry: DirectoryEntry): Promise<CardFacts>;
};

export type Cards = {
  /** What an unfurler gets instead of the redirect. */
  page(visit: Visit, entry: DirectoryEntry, destination: string | null): Promise<VisitAnswer>;
  /** `/r/{code}/card`: the picture of it, for whoever knows the code. No visit, so nothing is recorded. */
  image(visit: Visit): Promise<VisitAnswer>;
};

export function createCards({ origins, directory, images, factsOf }: Parts): Cards {
  const asked = async (visit: Visit): Promise<VisitAnswer> => {
    const unknown = () => html(404, unknownPage(languageOf(visit.header("accept-language"))));
    const code = normaliseCode(visit.code);
    if (code === null) return unknown();
    let entry: DirectoryEntry | null;
    try {
      entry = await directory.find(code);
    } catch {
      return imageAnswer(images.plain(), visit);
    }
    if (entry === null) return unknown();
    // The address names the language: whoever shows the picture need not be whoever fetched the page.
    const language = /[?&]l=es(?:&|$)/.test(visit.search) ? "es" : "en";
    return imageAnswer(await images.get(drawingOf(await factsOf(entry), language)), visit);
  };

  return {
    async page(visit, entry, destination) {
      const language = languageOf(visit.header("accept-language"));
      const facts = await factsOf(entry);
      const url = linkUrl(origins, entry.code);
      // The version makes a changed card a new address: networks keep pictures by address, some for weeks.
      const version = versionOf(drawingOf(facts, language));
      const imageUrl = `${url}/card?v=${version}${language === "es" ? "&l=es" : ""}`;
      const { title } = facts;
      const offer = facts.offer && wordsOf(facts.offer, language);
      const name = facts.names[0] ?? null;
      return html(200, cardPage(language, { name, title, offer, linkUrl: url, imageUrl, destination }));
    },
    async image(visit) {
      if (visit.method !== "GET" && visit.method !== "HEAD") return wrongMethod;
      const answer = await asked(visit);
      return visit.method === "HEAD" ? withoutBody(answer) : answer;
    },
  };
}
