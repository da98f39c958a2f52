import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memberPreferences } from "#db/schema/index.ts";
import { dayMs, hourMs } from "#lib/core/clock.ts";
import { transact } from "#lib/core/context.ts";
import { updatePreferences } from "#lib/members/index.ts";
import { getReferralStats, rollUpClicks } from "#lib/stats/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { asMember, makeCompany, makeLink, makeMember } from "#tests/support/factories.ts";
import {
  drainJobs,
  openReferralStage,
  type ReferralStage,
  recordClicks,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());

/** Behind and ahead of UTC, by halves of an hour, and with clocks that change in the weeks of the test. */
const zones = [
  "America/New_York",
  "Europe/Berlin",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
  "Australia/Lord_Howe",
];

/** Both changes of the year are within: 25 October and 1 November. */
const from = new Date("2026-10-20T00:00:00Z");
const now = new Date("2026-11-08T12:00:00Z");

function dayOf(zone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("year")}-${of("month")}-${of("day")}`;
}

const next = (day: string, by: number) => new Date(Date.parse(day) + by * dayMs).toISOString().slice(0, 10);

/** The streak of somebody who marks days on a calendar, up to today. */
function markedOff(days: ReadonlySet<string>, today: string) {
  let [run, missed, best] = [0, [] as string[], 0];
  for (let day = [...days].sort()[0] ?? today; day <= today; day = next(day, 1)) {
    if (days.has(day)) {
      run += 1;
      best = Math.max(best, run);
    } else if (run > 0 && day < today) {
      const isLost = missed.some((one) => one > next(day, -7));
      missed = isLost ? [] : [...missed, day];
      if (isLost) run = 0;
    }
  }
  return { days: run, best };
}

const instants = fc
  .array(fc.integer({ min: 0, max: 19 * 24 - 1 }), { minLength: 20, maxLength: 60 })
  .map((hours) => [...new Set(hours)].map((hour) => new Date(from.getTime() + hour * hourMs + 1)));

describe("a streak", () => {
  it("is that of the member's own days, wherever they live and when their clocks change", async () => {
    const { services } = stage;
    services.clock.set(now);
    const { system, companyId } = await makeCompany(services, { settings: { timeZone: "Asia/Tokyo" } });
    await fc.assert(
      fc.asyncProperty(instants, async (clicks) => {
        for (const zone of [...zones, null]) {
          const member = await makeMember(system);
          const { id: codeId } = await makeLink(system, member.id);
          if (zone !== null) {
            const own = { companyId, userId: member.id, timeZone: zone };
            await transact(system, (tx) => tx.insert(memberPreferences).values(own));
          }
          await recordClicks(
            system,
            clicks.map((at) => ({ codeId, at })),
          );
          await rollUpClicks(system, { since: from });
          const { streak } = await getReferralStats(system, { userId: member.id });
          const at = zone ?? "Asia/Tokyo";
          const days = new Set(clicks.map((click) => dayOf(at, click)));
          expect([at, streak.days, streak.best]).toEqual([
            at,
            ...Object.values(markedOff(days, dayOf(at, now))),
          ]);
        }
      }),
      { numRuns: 6 },
    );
  });

  it("follows the member who moves to another time zone, and the community's once they are erased", async () => {
    const { services } = stage;
    services.clock.set(now);
    const { system, companyId } = await makeCompany(services);
    const member = await makeMember(system);
    const { id: codeId } = await makeLink(system, member.id);
    // Two evenings of New York and the morning between them, which are three days in UTC and two there.
    const clicks = ["2026-11-06T01:00:00Z", "2026-11-06T15:00:00Z", "2026-11-07T01:00:00Z"];
    await recordClicks(
      system,
      clicks.map((at) => ({ codeId, at: new Date(at) })),
    );
    await rollUpClicks(system, { since: from });
    const lastDay = async () => (await getReferralStats(system, { userId: member.id })).streak.lastDay;
    expect(await lastDay()).toBe("2026-11-07");
    await updatePreferences(asMember(services, companyId, member), { timeZone: "America/New_York" });
    await drainJobs(services, ["refresh-member-stats"]);
    expect(await lastDay()).toBe("2026-11-06");
    await runJob(system, "erase-member", { companyId, userId: member.id, giveUpEarnings: false });
    await drainJobs(services, ["refresh-member-stats"]);
    expect(await lastDay()).toBe("2026-11-07");
  });

  it("of a member whose zone the database does not know is that of the community", async () => {
    const { services } = stage;
    const { system, companyId } = await makeCompany(services, { settings: { timeZone: "Asia/Tokyo" } });
    const member = await makeMember(system);
    const { id: codeId } = await makeLink(system, member.id);
    await transact(system, (tx) =>
      tx.insert(memberPreferences).values({ companyId, userId: member.id, timeZone: "Mars/Olympus" }),
    );
    await recordClicks(system, [{ codeId, at: new Date("2026-11-06T20:00:00Z") }]);
    await rollUpClicks(system, { since: from });
    expect((await getReferralStats(system, { userId: member.id })).streak.lastDay).toBe("2026-11-07");
  });
});
