import type { BatcherState } from "../core/batch.ts";
import { createCodeDirectory } from "../links/index.ts";
import type { VisitAnswer } from "./answers.ts";
import { createCardFacts } from "./card-facts.ts";
import type { CardImages } from "./card-images.ts";
import { createCards } from "./cards.ts";
import { linkPath } from "./link-path.ts";
import { createClickRecorder } from "./record-click.ts";
import { createVisits, type Visit, type VisitServices, type Visits } from "./visit.ts";

/** What one process needs to answer links: the directory, the recorder and the answers. */
export type LinkEdge = {
  visit: Visits;
  /** The picture of a link's card. */
  card(visit: Visit): Promise<VisitAnswer>;
  /** Both for hosts that speak Request and Response; `remoteAddress` is null where it is not known. */
  fetch(request: Request, remoteAddress: string | null): Promise<Response>;
  /** Clicks recorded, waiting and lost by this process. */
  clicks(): BatcherState;
  /** Hears of changed links and reads the newest ones ahead; for a server that stays. */
  warmUp(): Promise<void>;
  close(withinMs: number): Promise<number>;
};

const READ_AHEAD = 20_000;

export function openLinkEdge(services: VisitServices, images: CardImages): LinkEdge {
  const directory = createCodeDirectory({ ...services, hot: services.db.hot });
  const recorder = createClickRecorder(services);
  const { origins } = services;
  const cards = createCards({ origins, directory, images, factsOf: createCardFacts(services) });
  const visit = createVisits(services, { directory, recorder, cards });
  return {
    visit,
    card: cards.image,
    async fetch(request, remoteAddress) {
      const { pathname, search } = new URL(request.url);
      const { code, isCard } = linkPath(pathname) ?? { code: "", isCard: false };
      const header = (name: string) => request.headers.get(name) ?? undefined;
      const asked = { method: request.method, code, search, header, remoteAddress };
      if (isCard) return responseOf(await cards.image(asked));
      return new Promise((resolve) => visit(asked, (answer) => resolve(responseOf(answer))));
    },
    clicks: recorder.state,
    async warmUp() {
      await directory.listen();
      await directory.preload(READ_AHEAD);
    },
    async close(withinMs) {
      const left = await recorder.close(withinMs);
      await directory.close();
      return left;
    },
  };
}

function responseOf({ status, headers, body }: VisitAnswer): Response {
  const list = new Headers();
  for (let i = 0; i + 1 < headers.length; i += 2) list.append(headers[i] ?? "", headers[i + 1] ?? "");
  return new Response(body.length === 0 ? null : new Uint8Array(Buffer.from(body)), {
    status,
    headers: list,
  });
}
