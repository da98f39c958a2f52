import { dayMs } from "#lib/core/clock.ts";
import { seededRandom } from "#tests/sandbox/random.ts";

/** What happens in a season, made from one number: the same number tells the same story. */
export const seasonStart = Date.parse("2026-03-02T00:00:00Z");
export const seasonDays = 29;
export const zones = [
  "Pacific/Auckland",
  "Asia/Tokyo",
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
] as const;

export type Sale = {
  /** Who brought the buyer, by number. */
  member: number;
  at: Date;
  /** When it is told; never before it happens. */
  toldAt: Date;
  planId: "plan_a" | "plan_b";
  country: "DE" | "FR" | "US" | null;
  refundedAt: Date | null;
};

export type Visit = { member: number; at: Date; country: Sale["country"] };

export type SeasonStory = { members: number; zoneOf(member: number): string; sales: Sale[]; visits: Visit[] };

export function tellSeason(seed: number, members: number, salesPerDay: number): SeasonStory {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => {
    const one = list[Math.floor(random() * list.length)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  };
  // Some bring many, most bring few: ties and limits are both met.
  const somebody = () => Math.floor(members * random() ** 2.5);
  const sales: Sale[] = [];
  const visits: Visit[] = [];
  for (let day = 0; day < seasonDays; day += 1) {
    const moment = () => new Date(seasonStart + day * dayMs + Math.floor(random() * 1_439) * 60_000 + 20_000);
    for (let n = 0; n < salesPerDay; n += 1) {
      const at = moment();
      const member = somebody();
      const country = pick<Sale["country"]>(["DE", "FR", "US", null]);
      sales.push({
        member,
        at,
        toldAt: random() < 0.1 ? new Date(at.getTime() + random() * dayMs) : at,
        planId: random() < 0.3 ? "plan_b" : "plan_a",
        country,
        refundedAt: random() < 0.2 ? new Date(at.getTime() + 2 * dayMs + random() * 18 * dayMs) : null,
      });
      visits.push({ member, at: new Date(at.getTime() - 10_000), country });
    }
    for (let member = 0; member < members; member += 1)
      if (random() < (member % 10) / 11) visits.push({ member, at: moment(), country: null });
  }
  return { members, zoneOf: (member) => zones[member % zones.length] ?? "UTC", sales, visits };
}
