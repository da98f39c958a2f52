import fc from "fast-check";
import type { TestServices } from "./context.ts";
import { HistoriesPlay } from "./histories-play.ts";
import { type Calendar, calendar, type History, history } from "./many-histories.ts";

/** So many share a community and a clock: their statements are nearly as fast as those of one. */
const sideBySide = 250;

/** Lives random histories in the database; returns each that ended wrong, with all that is needed to live it alone. */
export async function liveMany(
  services: TestServices,
  { count, seed, analyze }: { count: number; seed: number; analyze: () => Promise<unknown> },
): Promise<string[]> {
  const failures: string[] = [];
  for (let from = 0; from < count && failures.length === 0; from += sideBySide) {
    const size = Math.min(sideBySide, count - from);
    const histories = fc.sample(history, { numRuns: size, seed: seed + from });
    const [shared] = fc.sample(calendar, { numRuns: 1, seed: seed + from });
    if (shared) failures.push(...(await liveTogether(services, histories, shared, seed + from)));
    services.jobs.sent.length = 0;
    // As the server does by itself from time to time: tables that were empty are full now.
    if (Math.log2(from / sideBySide + 1) % 1 === 0) await analyze();
  }
  return failures;
}

async function liveTogether(
  services: TestServices,
  histories: readonly History[],
  shared: Calendar,
  seed: number,
): Promise<string[]> {
  const play = await HistoriesPlay.open(services, histories);
  const failed = [...(await play.live(shared))].map(
    ([nth, what]) =>
      `seed ${seed}, history ${nth} ${JSON.stringify({ shared, history: histories[nth] })}: ${what}`,
  );
  const { unbalanced, wrongBalances, ...counts } = await play.standing();
  const isRight =
    unbalanced.length + wrongBalances.length === 0 && Object.values(counts).every((n) => n === 0);
  if (!isRight)
    failed.push(`seed ${seed}: ${JSON.stringify(counts)}, ${unbalanced.length}, ${wrongBalances.length}`);
  return failed;
}
