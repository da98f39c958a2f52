import type { BatcherState } from "../core/batch.ts";
import { createCodeDirectory } from "../links/index.ts";
import { createClickRecorder } from "./record-click.ts";
import { createVisits, type VisitServices, type Visits } from "./visit.ts";

/** What one process needs to answer links: the directory, the recorder and the answers. */
export type LinkEdge = {
  visit: Visits;
  /** The same for hosts that speak Request and Response; `remoteAddress` is null where it is not known. */
  fetch(request: Request, code: string, remoteAddress: string | null): Promise<Response>;
  /** Clicks recorded, waiting and lost by this process. */
  clicks(): BatcherState;
  /** Hears of changed links and reads the newest ones ahead; for a server that stays. */
  warmUp(): Promise<void>;
  close(withinMs: number): Promise<number>;
};

const READ_AHEAD = 20_000;

export function openLinkEdge(services: VisitServices): LinkEdge {
  const directory = createCodeDirectory({ ...services, hot: services.db.hot });
  const recorder = createClickRecorder(services);
  const visit = createVisits(services, { directory, recorder });
  return {
    visit,
    fetch(request, code, remoteAddress) {
      const { search } = new URL(request.url);
      const header = (name: string) => request.headers.get(name) ?? undefined;
      return new Promise((resolve) =>
        visit(
          { method: request.method, code, search, header, remoteAddress },
          ({ status, headers, body }) => {
            const list = new Headers();
            for (let i = 0; i + 1 < headers.length; i += 2)
              list.append(headers[i] ?? "", headers[i + 1] ?? "");
            resolve(new Response(body === "" ? null : body, { status, headers: list }));
          },
        ),
      );
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
