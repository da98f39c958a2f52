import { expect, it } from "vitest";
import { createBreaker } from "#lib/whop/breaker.ts";

function openCircuit() {
  let now = 0;
  const timers = { now: () => now, sleep: async () => {} };
  const breaker = createBreaker({ failures: 3, openMs: 1_000, maxOpenMs: 4_000, timers });
  const call = (answered: boolean) => {
    const entered = breaker.enter();
    if (entered) breaker.settle(answered);
    return entered;
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { breaker, call, pass };
}

it("opens after so many calls in a row without an answer, and an answer in between starts the count again", () => {
  const { breaker, call } = openCircuit();
  call(false);
  call(false);
  call(true);
  call(false);
  call(false);
  expect(breaker.state()).toBe("closed");
  call(false);
  expect(breaker.state()).toBe("open");
  expect(call(true)).toBe(false);
});

it("lets exactly one call find out whether the other side is back", () => {
  const { breaker, call, pass } = openCircuit();
  for (let failure = 0; failure < 3; failure += 1) call(false);
  pass(1_000);
  expect(breaker.state()).toBe("half_open");
  expect(breaker.enter()).toBe(true);
  expect(breaker.state()).toBe("open");
  expect(breaker.enter()).toBe(false);
  breaker.settle(true);
  expect(breaker.state()).toBe("closed");
  expect(call(true)).toBe(true);
});

it("stays away for longer each time the other side is still silent, up to a limit", () => {
  const { call, pass } = openCircuit();
  for (let failure = 0; failure < 3; failure += 1) call(false);
  for (const openMs of [1_000, 2_000, 4_000, 4_000]) {
    pass(openMs - 1);
    expect(call(false)).toBe(false);
    pass(1);
    expect(call(false)).toBe(true);
  }
});
