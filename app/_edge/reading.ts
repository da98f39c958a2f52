import { AsyncLocalStorage } from "node:async_hooks";
import type { View } from "#lib/identity/index.ts";
import type { TodayData } from "../dashboard/[companyId]/_today/read-today.ts";
import type { ReferralsData } from "../dashboard/[companyId]/referrals/read-referrals.ts";
import type { Home } from "../experiences/[experienceId]/_home/read-home.ts";
import type { PageData } from "./public-page.ts";

/** What the pages show that may be read before they are drawn. */
export type Readings = { home: Home; today: TodayData; referrals: ReferralsData; campaignPage: PageData };

export type Reading = {
  /** Who opens the page; null for one that anybody may open. The clock in its context stands at this moment. */
  view: View | null;
  data: Partial<Readings>;
  /** What the page tells of that moment, such as how long ago something was; nothing else of it shows. */
  present: unknown;
  /** A page has been drawn of it. Any other page that came of the same request has read more than this. */
  isUsed: boolean;
};

/** The server and the pages are built apart and share no module, so what they share hangs on the process. */
const slot = Symbol.for("referly.reading");

type Holder = { [slot]?: AsyncLocalStorage<Reading> };

function current(): AsyncLocalStorage<Reading> {
  const holder = globalThis as Holder; // The symbol is ours; no global type knows it.
  holder[slot] ??= new AsyncLocalStorage<Reading>();
  return holder[slot];
}

/** Draws a page of what was read for it, so that it shows this and nothing newer. */
export function drawFrom<T>(reading: Reading, draw: () => T): T {
  return current().run(reading, draw);
}

/** Who the page that is being drawn was read for; none where the page reads for itself. */
export function readView(): View | undefined {
  return current().getStore()?.view ?? undefined;
}

export function readData<Page extends keyof Readings>(page: Page): Readings[Page] | undefined {
  const reading = current().getStore();
  const data = reading?.data[page];
  if (reading && data) reading.isUsed = true;
  return data;
}
