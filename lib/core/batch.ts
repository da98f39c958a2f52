/**
 * Group commit: rows that arrive while a batch is on its way to disk share the next one, and each caller
 * hears of its own batch. An idle batcher writes the first row at once.
 */
export type BatchOutcome =
  /** On disk. */
  | "written"
  /** Not on disk yet: the time for an answer is over, or the database does not answer. */
  | "late"
  /** It will never be written: no room, or the database refuses this very row. */
  | "lost";

export type BatcherOptions<Row> = {
  /** Writes the rows in one durable statement, or throws. It may be called again with the same rows. */
  write(rows: readonly Row[]): Promise<void>;
  /** Each lane has one batch under way; rows of one lane never overtake each other. */
  lanes: number;
  laneOf(row: Row): number;
  /**
   * Sends a second batch of a lane before the first is answered, so that neither side waits for the other. For writes
   * that are carried out in the order they are sent; rows of a batch that failed may come after later ones.
   */
  sendsAhead?: boolean;
  maxRows: number;
  /** Rows held in memory, over all lanes; one more is lost. */
  maxWaiting: number;
  answerWithinMs: number;
  /** "keep": rows of a failed batch wait and are tried again. "drop": their callers hear "lost". */
  onFailure: "keep" | "drop";
  onError?(error: unknown): void;
  /** Once for each row, when it is held no more: it is on disk, or lost. A row that is late is still held. */
  onReleased?(row: Row): void;
};

export type BatcherState = { written: number; waiting: number; lost: number; isFailing: boolean };

export type Batcher<Row> = {
  add(row: Row): Promise<BatchOutcome>;
  /** As add, without the cost of a promise. */
  push(row: Row, answer: (outcome: BatchOutcome) => void): void;
  state(): BatcherState;
  /** Takes no more rows and writes what waits; returns how many rows stay unwritten after the time given. */
  close(withinMs: number): Promise<number>;
};

type Entry<Row> = { row: Row; since: number; answer: ((outcome: BatchOutcome) => void) | null };
type Lane<Row> = {
  queue: Entry<Row>[];
  /** Batches that are not answered, and their rows. */
  underWay: number;
  rowsUnderWay: number;
  /** The first of a new run waits for the end of this turn, or what failed for another try. */
  isPaused: boolean;
  isFailing: boolean;
  pauseMs: number;
  /** How many have lately waited at once. */
  crowd: number;
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3_000;
const LATE_CHECK_MS = 20;
/** A row is hardly cheaper in a larger batch than this. */
const WORTH_SENDING = 64;

export function createBatcher<Row>(options: BatcherOptions<Row>): Batcher<Row> {
  const lanes: Lane<Row>[] = Array.from({ length: options.lanes }, () => ({
    queue: [],
    underWay: 0,
    rowsUnderWay: 0,
    isPaused: false,
    isFailing: false,
    pauseMs: FIRST_PAUSE_MS,
    crowd: 0,
  }));
  let written = 0;
  let waiting = 0;
  let lost = 0;
  let isClosed = false;
  /** In order of arrival over all lanes, so that whoever is overdue is at the front. */
  let unanswered: Entry<Row>[] = [];
  let lateTimer: NodeJS.Timeout | null = null;

  const settle = (entries: Entry<Row>[], outcome: "written" | "lost") => {
    waiting -= entries.length;
    if (outcome === "written") written += entries.length;
    else lost += entries.length;
    if (options.onReleased) for (const { row } of entries) options.onReleased(row);
    // After what is ready to run now: the next batch is on its way to the disk while these callers are answered.
    process.nextTick(answerAll, entries, outcome);
  };

  const releaseLate = () => {
    const now = performance.now();
    let done = 0;
    for (const entry of unanswered) {
      if (entry.answer !== null) {
        if (now - entry.since < options.answerWithinMs) break;
        answer(entry, "late");
      }
      done += 1;
    }
    unanswered = unanswered.slice(done);
    if (unanswered.length > 0 || lateTimer === null) return;
    clearInterval(lateTimer);
    lateTimer = null;
  };

  /** Returns the entries that are neither written nor lost. */
  const writeAll = async (entries: Entry<Row>[]): Promise<Entry<Row>[]> => {
    try {
      await options.write(entries.map((entry) => entry.row));
      settle(entries, "written");
      return [];
    } catch (error) {
      if (!blamesRows(error)) {
        options.onError?.(error);
        if (options.onFailure === "keep") return entries;
        settle(entries, "lost");
        return [];
      }
      // One unwritable row must not take its neighbours with it: halves, until it stands alone.
      if (entries.length === 1) {
        options.onError?.(error);
        settle(entries, "lost");
        return [];
      }
      const middle = entries.length >> 1;
      const rest = await writeAll(entries.slice(0, middle));
      if (rest.length > 0) return [...rest, ...entries.slice(middle)];
      return writeAll(entries.slice(middle));
    }
  };

  /**
   * With one batch under way the next one goes when half of those who have lately waited at once are in it: sooner,
   * and batches fall to pieces; later, and the writer has nothing to do until we hear from it.
   */
  const maySend = (lane: Lane<Row>): boolean => {
    if (lane.isPaused || lane.queue.length === 0) return false;
    if (lane.underWay === 0) return true;
    if (!options.sendsAhead || lane.isFailing || lane.underWay > 1) return false;
    return lane.queue.length >= Math.min(lane.crowd / 2, WORTH_SENDING);
  };

  const send = async (lane: Lane<Row>) => {
    const all = lane.queue;
    const batch = all.length <= options.maxRows ? all : all.slice(0, options.maxRows);
    lane.queue = all.slice(batch.length);
    lane.underWay += 1;
    lane.rowsUnderWay += batch.length;
    lane.crowd = Math.max(lane.rowsUnderWay + lane.queue.length, lane.crowd - lane.crowd / 64);
    const rest = await writeAll(batch);
    lane.underWay -= 1;
    lane.rowsUnderWay -= batch.length;
    if (rest.length > 0) {
      fail(lane, rest);
      return;
    }
    lane.isFailing = false;
    lane.pauseMs = FIRST_PAUSE_MS;
    sendWhatMay(lane);
  };

  const sendWhatMay = (lane: Lane<Row>) => {
    while (maySend(lane)) void send(lane);
  };

  const resume = (lane: Lane<Row>) => {
    lane.isPaused = false;
    sendWhatMay(lane);
  };

  const fail = (lane: Lane<Row>, rest: Entry<Row>[]) => {
    lane.queue = [...rest, ...lane.queue].sort((a, b) => a.since - b.since);
    lane.isFailing = true;
    for (const entry of lane.queue) answer(entry, "late");
    if (lane.isPaused) return;
    lane.isPaused = true;
    setTimeout(resume, lane.pauseMs, lane);
    lane.pauseMs = Math.min(lane.pauseMs * 2, LONGEST_PAUSE_MS);
  };

  const push = (row: Row, done: (outcome: BatchOutcome) => void) => {
    const lane = lanes[options.laneOf(row)];
    if (lane === undefined || isClosed || waiting >= options.maxWaiting) {
      lost += 1;
      options.onReleased?.(row);
      done("lost");
      return;
    }
    waiting += 1;
    const entry: Entry<Row> = { row, since: performance.now(), answer: done };
    lane.queue.push(entry);
    if (lane.isFailing) {
      // Nobody is kept waiting for a database that is known not to answer.
      answer(entry, "late");
    } else {
      unanswered.push(entry);
      lateTimer ??= setInterval(releaseLate, LATE_CHECK_MS);
    }
    if (lane.isPaused) return;
    if (lane.underWay > 0) {
      sendWhatMay(lane);
      return;
    }
    // Whatever else arrives in this turn of the event loop goes into the same batch.
    lane.isPaused = true;
    setImmediate(resume, lane);
  };

  return {
    push,
    add: (row) => new Promise((resolve) => push(row, resolve)),
    state: () => ({ written, waiting, lost, isFailing: lanes.some((lane) => lane.isFailing) }),
    async close(withinMs) {
      isClosed = true;
      const end = performance.now() + withinMs;
      while (waiting > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
      if (lateTimer !== null) clearInterval(lateTimer);
      return waiting;
    },
  };
}

function answerAll<Row>(entries: readonly Entry<Row>[], outcome: BatchOutcome): void {
  for (const entry of entries) answer(entry, outcome);
}

function answer<Row>(entry: Entry<Row>, outcome: BatchOutcome): void {
  const done = entry.answer;
  entry.answer = null;
  done?.(outcome);
}

/** Classes 22 and 23 of SQLSTATE: the data cannot be stored, now or later. Anything else may pass. */
function blamesRows(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" && /^2[23][0-9A-Z]{3}$/.test(code);
}
