import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type BatcherOptions, createBatcher } from "#lib/core/batch.ts";

class DataError extends Error {
  readonly code = "22P02";
}

type Row = { key: number };

function batcherOf(write: (rows: readonly Row[]) => Promise<void>, more: Partial<BatcherOptions<Row>> = {}) {
  return createBatcher<Row>({
    write,
    lanes: 2,
    laneOf: ({ key }) => key & 1,
    maxRows: 100,
    maxWaiting: 1_000,
    answerWithinMs: 60_000,
    onFailure: "keep",
    ...more,
  });
}

describe("group commit", () => {
  it("writes what arrives meanwhile in one batch, and answers each row after its own", async () => {
    const batches: number[] = [];
    const stored = new Set<number>();
    const batcher = batcherOf(async (rows) => {
      await sleep(10);
      batches.push(rows.length);
      for (const { key } of rows) stored.add(key);
    });
    const answers = Array.from({ length: 50 }, async (_, i) => {
      const outcome = await batcher.add({ key: i * 2 });
      expect(stored.has(i * 2)).toBe(true);
      return outcome;
    });
    expect(new Set(await Promise.all(answers))).toEqual(new Set(["written"]));
    expect(batches.length).toBeLessThanOrEqual(2);
    expect(batcher.state()).toEqual({ written: 50, waiting: 0, lost: 0, isFailing: false });
  });

  it("never has two batches of one lane under way, and at most one per lane", async () => {
    const underWay = new Map<number, number>();
    let most = 0;
    const batcher = batcherOf(async (rows) => {
      const lanes = new Set(rows.map(({ key }) => key & 1));
      expect(lanes.size).toBe(1);
      const [lane = 0] = lanes;
      underWay.set(lane, (underWay.get(lane) ?? 0) + 1);
      expect(underWay.get(lane)).toBe(1);
      most = Math.max(
        most,
        [...underWay.values()].reduce((sum, n) => sum + n, 0),
      );
      await sleep(3);
      underWay.set(lane, 0);
    });
    const adds: Promise<unknown>[] = [];
    for (let i = 0; i < 300; i += 1) {
      adds.push(batcher.add({ key: i }));
      if (i % 30 === 0) await sleep(1);
    }
    await Promise.all(adds);
    expect(most).toBe(2);
  });

  it("has the next batch on its way before the callers of one on disk are answered", async () => {
    const events: string[] = [];
    const batcher = batcherOf(async (rows) => {
      events.push(`write ${rows.map(({ key }) => key).join(" ")}`);
      await sleep(5);
    });
    const answers = [batcher.add({ key: 2 }).then(() => events.push("answer 2"))];
    await sleep(1);
    answers.push(batcher.add({ key: 4 }).then(() => events.push("answer 4")));
    await Promise.all(answers);
    expect(events).toEqual(["write 2", "write 4", "answer 2", "answer 4"]);
  });

  describe("that sends ahead", () => {
    /** Each write is under way until the test ends it. */
    function held() {
      const underWay: { keys: number[]; end(error?: Error): void }[] = [];
      const batcher = batcherOf(
        (rows) => {
          const { promise, resolve, reject } = Promise.withResolvers<void>();
          underWay.push({
            keys: rows.map(({ key }) => key),
            end: (error) => (error ? reject(error) : resolve()),
          });
          return promise;
        },
        { lanes: 1, laneOf: () => 0, sendsAhead: true },
      );
      const add = (from: number, to: number) =>
        Promise.all(Array.from({ length: to - from + 1 }, (_, i) => batcher.add({ key: from + i })));
      return { batcher, underWay, add, sent: () => underWay.map(({ keys }) => keys.length) };
    }
    const turn = () => new Promise((resolve) => setImmediate(resolve));

    it("has a second batch on its way as soon as half of those who lately waited are in it", async () => {
      const { underWay, add, sent } = held();
      const answers = [add(1, 8)];
      await turn();
      answers.push(add(9, 11));
      await turn();
      expect(sent()).toEqual([8]);
      answers.push(add(12, 12));
      expect(sent()).toEqual([8, 4]);
      answers.push(add(13, 40));
      await turn();
      // Two are as many as there ever are.
      expect(sent()).toEqual([8, 4]);
      underWay[0]?.end();
      expect(await answers[0]).toEqual(Array(8).fill("written"));
      expect(sent()).toEqual([8, 4, 28]);
      for (const { end } of underWay) end();
      expect(new Set((await Promise.all(answers)).flat())).toEqual(new Set(["written"]));
    });

    it("sends what is there, however little, when nothing is under way any more", async () => {
      const { underWay, add, sent } = held();
      const answers = [add(1, 8)];
      await turn();
      answers.push(add(9, 9));
      underWay[0]?.end();
      await answers[0];
      expect(sent()).toEqual([8, 1]);
      underWay[1]?.end();
      expect(await answers[1]).toEqual(["written"]);
    });

    it("keeps both when both fail, tries them alone, and loses none", async () => {
      const { batcher, underWay, add } = held();
      const answers = [add(1, 4)];
      await turn();
      answers.push(add(5, 8));
      for (const { end } of underWay) end(new Error("connection closed"));
      expect((await Promise.all(answers)).flat()).toEqual(Array(8).fill("late"));
      await expect.poll(() => underWay.length, { timeout: 5_000 }).toBe(3);
      expect(underWay[2]?.keys).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      const late = add(9, 20);
      await turn();
      expect(underWay).toHaveLength(3);
      underWay[2]?.end();
      await expect.poll(() => underWay.length, { timeout: 5_000 }).toBe(4);
      underWay[3]?.end();
      expect(await batcher.close(5_000)).toBe(0);
      expect(new Set(await late)).toEqual(new Set(["late"]));
      expect(batcher.state()).toMatchObject({ written: 20, waiting: 0, lost: 0, isFailing: false });
    });
  });

  it("answers late within its time when the write hangs, and writes the row all the same", async () => {
    let release = () => {};
    const hung = new Promise<void>((resolve) => {
      release = resolve;
    });
    const batcher = batcherOf(() => hung, { answerWithinMs: 60 });
    const began = performance.now();
    expect(await batcher.add({ key: 1 })).toBe("late");
    expect(performance.now() - began).toBeLessThan(200);
    release();
    await batcher.close(1_000);
    expect(batcher.state()).toMatchObject({ written: 1, waiting: 0 });
  });

  it("keeps rows while the writes fail, answers at once meanwhile, and loses none", async () => {
    let isDown = true;
    const stored: number[] = [];
    const batcher = batcherOf(async (rows) => {
      if (isDown) throw new Error("connection refused");
      stored.push(...rows.map(({ key }) => key));
    });
    expect(await batcher.add({ key: 2 })).toBe("late");
    const began = performance.now();
    for (let i = 0; i < 20; i += 1) expect(await batcher.add({ key: 4 + i * 2 })).toBe("late");
    expect(performance.now() - began).toBeLessThan(50);
    isDown = false;
    expect(await batcher.close(2_000)).toBe(0);
    expect(stored).toEqual(Array.from({ length: 21 }, (_, i) => 2 + i * 2));
  });

  it("counts what exceeds its bound as lost and stays within it", async () => {
    const batcher = batcherOf(() => Promise.reject(new Error("down")), { maxWaiting: 10 });
    const outcomes = await Promise.all(Array.from({ length: 25 }, (_, key) => batcher.add({ key })));
    expect(outcomes.filter((outcome) => outcome === "lost")).toHaveLength(15);
    expect(batcher.state()).toMatchObject({ waiting: 10, lost: 15, isFailing: true });
    await batcher.close(0);
  });

  it("gives up one row that cannot be stored and none of its neighbours", async () => {
    const stored: number[] = [];
    const batcher = batcherOf(async (rows) => {
      if (rows.some(({ key }) => key === 14)) throw new DataError("no such value");
      stored.push(...rows.map(({ key }) => key));
    });
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, i) => batcher.add({ key: i * 2 })));
    expect(outcomes.filter((outcome) => outcome === "lost")).toHaveLength(1);
    expect(stored.toSorted((a, b) => a - b)).toEqual([
      0, 2, 4, 6, 8, 10, 12, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38,
    ]);
  });

  it("lets go of each row once, when it is on disk or lost and not when its caller has waited too long", async () => {
    const { promise: hung, resolve: release } = Promise.withResolvers<void>();
    const released: number[] = [];
    const onReleased = ({ key }: Row) => released.push(key);
    const batcher = batcherOf(() => hung, { answerWithinMs: 40, maxWaiting: 2, onReleased });
    expect(await Promise.all([batcher.add({ key: 1 }), batcher.add({ key: 2 })])).toEqual(["late", "late"]);
    expect(released).toEqual([]);
    expect(await batcher.add({ key: 3 })).toBe("lost");
    expect(released).toEqual([3]);
    release();
    await batcher.close(1_000);
    expect(released.toSorted()).toEqual([1, 2, 3]);
  });

  it("tells the caller when rows of a failed batch are not kept", async () => {
    const batcher = batcherOf(() => Promise.reject(new Error("down")), { onFailure: "drop" });
    expect(await batcher.add({ key: 1 })).toBe("lost");
    expect(batcher.state()).toMatchObject({ waiting: 0, lost: 1 });
  });
});
