import fc from "fast-check";
import { expect, test } from "vitest";
import { giveToOne } from "#lib/standings/exclusive.ts";
import { campaignWith, candidate, hoursIn, termsWith, versionTerms } from "#tests/support/campaign-terms.ts";

const contest = fc.record({
  stacks: fc.boolean(),
  priority: fc.integer({ min: -1, max: 1 }),
  startsAt: fc.integer({ min: 0, max: 2 }),
  referrals: fc.uniqueArray(fc.constantFrom<string[]>("r1", "r2", "r3", "r4"), { maxLength: 4 }),
  lost: fc.uniqueArray(fc.constantFrom<string[]>("r1", "r2"), { maxLength: 2 }),
});
const season = fc.record({
  campaigns: fc.array(contest, { maxLength: 5 }),
  taken: fc.uniqueArray(fc.constantFrom<string[]>("r1", "r4"), { maxLength: 2 }),
});

function contestsOf({ campaigns }: typeof season extends fc.Arbitrary<infer S> ? S : never) {
  return campaigns.map(({ stacks, priority, startsAt, referrals, lost }, index) => ({
    campaign: campaignWith(versionTerms(termsWith({ stacks, priority })), {
      id: `c${index}`,
      startDate: hoursIn(startsAt),
    }),
    candidates: referrals.map((id) =>
      candidate(id, hoursIn(3), lost.includes(id) ? { state: "void", because: "refunded" } : {}),
    ),
  }));
}

test("a referral counts in every campaign that stacks, and in at most one of those that do not", () => {
  fc.assert(
    fc.property(season, (one) => {
      const contests = contestsOf(one);
      const after = giveToOne(contests, new Set(one.taken));
      for (const [index, { stacks }] of one.campaigns.entries())
        if (stacks) expect(after[index]).toEqual(contests[index]);
      for (const id of ["r1", "r2", "r3", "r4"]) {
        const owners = after.filter(
          ({ candidates }, index) =>
            !one.campaigns[index]?.stacks &&
            candidates.some(({ subjectId, state }) => subjectId === id && state !== "void"),
        );
        const couldOwn = one.campaigns
          .map((campaign, index) => ({ ...campaign, index }))
          .filter(
            ({ stacks, referrals, lost }) =>
              !stacks && referrals.includes(id) && !lost.some((other) => other === id),
          )
          .sort((a, b) => b.priority - a.priority || a.startsAt - b.startsAt || a.index - b.index);
        const expected = one.taken.some((other) => other === id) ? [] : couldOwn.slice(0, 1);
        expect(owners.map(({ campaign }) => campaign.id)).toEqual(expected.map(({ index }) => `c${index}`));
      }
    }),
    { numRuns: 300 },
  );
});
