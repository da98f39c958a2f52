import fc from "fast-check";
import type postgres from "postgres";
import type { TestServices } from "../context.ts";
import { dumpColumns } from "../dump.ts";
import { type History, history, type World, world } from "./history.ts";
import { WorldPlay } from "./world-play.ts";

/** So many share a community and a clock: as many as the worker settles in one piece. */
const sideBySide = 250;

export type Lane = { services: TestServices; admin: postgres.Sql };
export type Lived = { histories: number; failures: string[]; forgotten: number };

/**
 * Lives random histories until there are so many, or until it is over; each lane has a database, and with it a clock,
 * of its own. A history that ends wrong is lived again alone and made as small as it still fails.
 */
export async function liveMany(
  lanes: readonly Lane[],
  { seed, isOver }: { seed: number; isOver: (begun: number) => boolean },
): Promise<Lived> {
  const lived: Lived = { histories: 0, failures: [], forgotten: 0 };
  let begun = 0;
  const live = async ({ services, admin }: Lane) => {
    const forgotten: string[][] = [];
    for (let round = 0; lived.failures.length === 0 && !isOver(begun); round += 1) {
      const own = seed + begun;
      begun += sideBySide;
      // As the server does by itself from time to time: tables that were empty are full now.
      if (Number.isInteger(Math.log2(round + 1))) await admin`ANALYZE`;
      const [shared] = fc.sample(world, { numRuns: 1, seed: own });
      if (!shared) throw new Error("no world was drawn");
      const histories = fc.sample(history, { numRuns: sideBySide, seed: own });
      const together = await liveTogether(services, shared, histories);
      lived.failures.push(...(await explain(services, shared, histories, together, own)));
      lived.histories += histories.length;
      forgotten.push(...together.forgotten);
    }
    lived.forgotten += forgotten.length;
    lived.failures.push(...(await leftBehind(admin, forgotten)));
  };
  await Promise.all(lanes.map(live));
  return lived;
}

type Together = {
  wrong: Map<number, string>;
  standing: Record<string, number>;
  forgotten: readonly string[][];
};

async function liveTogether(
  services: TestServices,
  shared: World,
  histories: readonly History[],
): Promise<Together> {
  const play = await WorldPlay.open(services, shared, histories);
  const wrong = await play.live();
  const standing = await play.standing();
  services.jobs.sent.length = 0;
  return { wrong, standing, forgotten: play.forgotten };
}

/** What went wrong, with all that is needed to see it again. */
async function explain(
  services: TestServices,
  shared: World,
  histories: readonly History[],
  { wrong, standing }: Together,
  seed: number,
): Promise<string[]> {
  const where = `seed ${seed}, in the world ${JSON.stringify(shared)}`;
  const unsound = Object.entries(standing).filter(([, count]) => count !== 0);
  const [first] = wrong;
  const failures = unsound.map(([what, count]) => `${where}: ${what} is ${count}`);
  if (!first) return failures;
  const [nth, what] = first;
  const known = histories[nth];
  const alone = fc.asyncProperty(history, async (one) => {
    const [difference] = (await liveTogether(services, shared, [one])).wrong.values();
    if (difference !== undefined) throw new Error(difference);
  });
  const found = await fc.check(alone, { numRuns: 1, examples: known ? [[known]] : [] });
  failures.push(
    found.failed
      ? `${where}: the history ${JSON.stringify(found.counterexample?.[0])} (of ${wrong.size}): ${String(found.errorInstance)}`
      : `${where}: history ${nth} ${JSON.stringify(known)}, only together with others: ${what}`,
  );
  return failures;
}

/** Asked of the tables themselves and not of the code that fills them, once everything has been lived. */
async function leftBehind(admin: postgres.Sql, forgotten: readonly string[][]): Promise<string[]> {
  const [row] = await admin<{ postings: number; units: number; accounts: number }[]>`
    SELECT (SELECT count(*)::int FROM (SELECT FROM ledger_entries GROUP BY company_id, posting_id, unit
                                        HAVING sum(amount) <> 0 OR count(*) < 2) AS p) AS postings,
           (SELECT count(*)::int FROM (SELECT FROM ledger_entries GROUP BY company_id, unit
                                        HAVING sum(amount) <> 0) AS u) AS units,
           (SELECT count(*)::int FROM (SELECT company_id, account_id, sum(amount) AS summed, count(*) AS many
                                         FROM ledger_entries GROUP BY 1, 2) AS e
              FULL JOIN ledger_balances b USING (company_id, account_id)
             WHERE (b.balance, b.entries) IS DISTINCT FROM (e.summed, e.many)) AS accounts`;
  const failures = Object.entries(row ?? { nothing: 1 }).flatMap(([what, count]) =>
    count === 0 ? [] : [`${count} ${what} do not add up`],
  );
  return forgotten.length === 0 ? failures : [...failures, ...(await tracesOf(admin, forgotten.flat()))];
}

/** Columns in which one of those who were forgotten can still be recognised. */
async function tracesOf(admin: postgres.Sql, forgotten: readonly string[]): Promise<string[]> {
  return (await dumpColumns(admin)).flatMap(({ table, column, text }) =>
    forgotten.filter((mark) => text.includes(mark)).map((mark) => `${mark} is still in ${table}.${column}`),
  );
}
