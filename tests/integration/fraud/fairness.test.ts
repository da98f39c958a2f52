import { afterAll, beforeAll, expect, it } from "vitest";
import { dayMs, minuteMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { recordPayment } from "#lib/facts/index.ts";
import { testNow } from "#tests/support/context.ts";
import { makeCompany, makeLink, makeMember } from "#tests/support/factories.ts";
import { paymentFact } from "#tests/support/facts.ts";
import { type Scenario, scenarios } from "#tests/support/fraud-scenarios.ts";
import {
  type Click,
  drainJobs,
  openReferralStage,
  type ReferralStage,
  recordClicks,
  recordPurchase,
  referralsIn,
  settle,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());

const begin = testNow.getTime() - 60 * dayMs;
const at = (minutes: number) => new Date(begin + minutes * minuteMs);

/** One key per word, as the keyed hashes are. */
function key(word: string): bigint {
  return BigInt(`0x${Buffer.from(word.padEnd(7, "_").slice(0, 7)).toString("hex")}`);
}

/** Lives through a scenario with the verbs that webhooks reach; answers how its referrals stand. */
async function play(scenario: Scenario) {
  const { system } = await makeCompany(stage.services);
  const links = new Map<string, string>();
  const linkOf = async (name: string) => {
    const known = links.get(name);
    if (known) return known;
    const link = await makeLink(system, (await makeReferrer(system, name === "r" ? scenario : null)).id);
    links.set(name, link.id);
    return link.id;
  };
  const own = await linkOf("r");
  const clicks: Click[] = (scenario.visits ?? []).map((visit) => ({
    codeId: own,
    at: at(visit.at),
    visitor: key(visit.cookie),
    class: visit.class ?? "human",
  }));
  for (const [nth, arrival] of scenario.arrivals.entries()) {
    const { cookie = `own-${nth}`, network = `net-${nth}` } = arrival;
    clicks.push({
      codeId: await linkOf(arrival.by ?? "r"),
      at: new Date(at(arrival.at).getTime() - minuteMs / 2),
      visitor: key(cookie === "" ? `ua-${nth}` : cookie),
      network: key(network),
      byCookie: cookie !== "",
    });
  }
  await recordClicks(
    system,
    clicks.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
  );
  for (const { by = "r", at: minutes, email, card } of scenario.arrivals) {
    const { whopUserId } = await recordPurchase(system, {
      codeId: await linkOf(by),
      at: at(minutes),
      ...(email === undefined ? {} : { email }),
      ...(card === undefined ? {} : { instrumentKey: card === "" ? null : card }),
    });
    await settle(system, whopUserId);
    await drainJobs(stage.services, ["settle-referral"]);
  }
  stage.services.jobs.sent.length = 0;
  return referralsIn(system);
}

async function makeReferrer(system: Ctx, scenario: Scenario | null) {
  const { email, card } = scenario?.referrer ?? {};
  const referrer = await makeMember(system, email === undefined ? {} : { email });
  if (card !== undefined) {
    const { whopUserId } = referrer;
    await recordPayment(
      system,
      paymentFact({ whopUserId, instrumentKey: card, whopCreatedAt: at(-90 * 24 * 60) }),
    );
  }
  return referrer;
}

it("of labelled scenarios, fraud is held and honest people are left alone; nobody is rejected without a human", async () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(60);
  const honest = scenarios.filter(({ label }) => label === "honest");
  expect(honest.length / scenarios.length).toBeCloseTo(0.5, 1);
  const wrong: string[] = [];
  let [caught, missed, falseAlarms] = [0, 0, 0];
  const waiting = [...scenarios];
  const worker = async () => {
    for (let scenario = waiting.shift(); scenario; scenario = waiting.shift()) {
      const rows = await play(scenario);
      expect(rows.length, scenario.name).toBe(scenario.arrivals.length);
      expect(rows.filter((row) => row.status !== "converted" || row.review === "rejected")).toEqual([]);
      const isHeld = rows.some((row) => row.review === "held");
      for (const row of rows) expect(row.isVerified).toBe(row.review === "clear");
      if (isHeld && scenario.label === "fraud") caught += 1;
      if (isHeld && scenario.label === "honest") falseAlarms += 1;
      if (!isHeld && scenario.label === "fraud") missed += 1;
      if (isHeld !== (scenario.label === "fraud")) wrong.push(`${scenario.label}: ${scenario.name}`);
    }
  };
  // One after the other within a scenario, two scenarios at a time.
  await Promise.all([worker(), worker()]);
  const recall = caught / (caught + missed);
  const precision = caught / (caught + falseAlarms);
  console.log(
    `fraud checks over ${scenarios.length} scenarios: recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}; ` +
      `not told apart: ${wrong.join("; ")}`,
  );
  expect(recall).toBeGreaterThanOrEqual(0.9);
  expect(precision).toBeGreaterThanOrEqual(0.95);
});
