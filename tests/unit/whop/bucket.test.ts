import fc from "fast-check";
import { expect, it } from "vitest";
import { createBucket } from "#lib/whop/bucket.ts";

/** Time that passes only while somebody sleeps. */
function testTimers() {
  let now = 0;
  return {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

it("never lets more calls through in any sixty seconds than Whop allows", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 300 }), async (pauses) => {
      const timers = testTimers();
      const bucket = createBucket({ perMinute: 60, burst: 10, timers });
      const made: number[] = [];
      for (const pause of pauses) {
        timers.pass(pause);
        if (await bucket.take(2_000)) made.push(timers.now());
      }
      for (const [index, at] of made.entries()) {
        const within = made.slice(index).filter((other) => other - at < 60_000);
        expect(within.length).toBeLessThanOrEqual(60);
      }
    }),
  );
});

it("lets a burst through at once and then an even stream", async () => {
  const timers = testTimers();
  const bucket = createBucket({ perMinute: 70, burst: 10, timers });
  for (let call = 0; call < 10; call += 1) expect(await bucket.take(0)).toBe(true);
  expect(timers.now()).toBe(0);
  expect(await bucket.take(5_000)).toBe(true);
  expect(timers.now()).toBe(1_000);
});

it("says no at once to a call that would have to wait longer than it can", async () => {
  const timers = testTimers();
  const bucket = createBucket({ perMinute: 61, burst: 1, timers });
  expect(await bucket.take(0)).toBe(true);
  expect(await bucket.take(999)).toBe(false);
  expect(timers.now()).toBe(0);
});

it("makes no call while the other side has asked to wait", async () => {
  const timers = testTimers();
  const bucket = createBucket({ perMinute: 600, burst: 100, timers });
  bucket.pause(12_000);
  expect(await bucket.take(5_000)).toBe(false);
  timers.pass(12_000);
  expect(await bucket.take(0)).toBe(true);
});
