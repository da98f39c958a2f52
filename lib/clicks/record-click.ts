import type { Sql } from "postgres";
import type { Database } from "#db/client.ts";
import { type BatcherState, type BatchOutcome, createBatcher } from "../core/batch.ts";
import type { Clock } from "../core/clock.ts";
import type { Logger } from "../core/log.ts";
import { type ClickRow, clickColumns } from "./click-row.ts";
import { createRollUpScheduler } from "./schedule-roll-up.ts";

export type ClickRecorder = {
  /** Answers when the click is on disk, or after 250 ms at most; it never fails. */
  record(row: ClickRow, answer: (outcome: BatchOutcome) => void): void;
  /** For the health page: what is recorded, what waits for the database, what was lost. */
  state(): BatcherState;
  close(withinMs: number): Promise<number>;
};

const MOST_ROWS = 1_000;
/** About 20 MB of clicks that wait for a database; what exceeds it is counted as lost. */
const MOST_WAITING = 40_000;
/** Longer than this no visitor waits for our database. */
export const ANSWER_WITHIN_MS = 250;

const statement =
  "SELECT record_clicks($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[], $5::text[], $6::bigint[], " +
  "$7::bigint[], $8::boolean[], $9::boolean[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[])";

export function createClickRecorder(services: { db: Database; clock: Clock; log: Logger }): ClickRecorder {
  const { db, clock, log } = services;
  const pipeline = db.openPipeline();
  const rollUps = createRollUpScheduler({ db, clock, log });
  const batcher = createBatcher<ClickRow>({
    async write(rows) {
      await writeClicks(pipeline, rows);
      for (const row of rows) rollUps.note(row.companyId);
    },
    // One after the other: no two batches race about a visitor, and each is as large as it can be, which is what
    // makes a row cheap, for the database and for us.
    lanes: 1,
    laneOf: () => 0,
    sendsAhead: true,
    maxRows: MOST_ROWS,
    maxWaiting: MOST_WAITING,
    answerWithinMs: ANSWER_WITHIN_MS,
    onFailure: "keep",
    onError: (error) =>
      log.warn({ error }, "Clicks could not be written; visitors are sent on, the rows wait"),
  });
  return {
    record: batcher.push,
    state: batcher.state,
    async close(withinMs) {
      const left = await batcher.close(withinMs);
      await rollUps.close();
      return left;
    },
  };
}

async function writeClicks(pipeline: Sql, rows: readonly ClickRow[]): Promise<void> {
  try {
    await pipeline.unsafe(statement, clickColumns(rows), { prepare: true });
  } catch (error) {
    // The first attempt was committed although its answer got lost: this very click is on disk already.
    if (rows.length === 1 && error instanceof Error && Reflect.get(error, "code") === "23505") return;
    throw error;
  }
}
