import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transact } from "#lib/core/context.ts";
import { newId } from "#lib/core/ids.ts";
import { listPostings, type Posting, post } from "#lib/ledger/index.ts";
import { type BooksStage, openBooksStage } from "#tests/support/books-stage.ts";
import { asMember, makeCompany, makeMember } from "#tests/support/factories.ts";

let stage: BooksStage;
beforeAll(async () => {
  stage = await openBooksStage();
});
afterAll(() => stage.close());

function booked(holderId: string, kinds: [Kind, Kind], amount: bigint, unit = "USD"): Posting {
  const [from, to] = kinds;
  return {
    source: { type: "commission", id: newId() },
    factId: "pay_1",
    rule: "Standard",
    ruleVersion: 3,
    occurredAt: new Date(),
    lines: [
      { holderId, kind: from, unit, amount: -amount },
      { holderId, kind: to, unit, amount },
    ],
  };
}
type Kind = Posting["lines"][number]["kind"];

async function community() {
  const { companyId, system } = await makeCompany(stage.services);
  const [ana, ben] = [await makeMember(system, { name: "Ana" }), await makeMember(system, { name: "Ben" })];
  await transact(system, (_tx, ctx) =>
    post(ctx, [
      booked(ana.id, ["commission_expense", "commission_pending"], 1_000n),
      booked(ana.id, ["commission_pending", "commission_payable"], 600n),
      booked(ben.id, ["commission_expense", "commission_pending"], 250n),
      booked(ben.id, ["commission_expense", "commission_pending"], 70n, "JPY"),
      booked(ben.id, ["points_issued", "points"], 12n, "points"),
    ]),
  );
  return { companyId, system, ana, ben };
}

describe("the postings that a filter shows", () => {
  it("come with both of their sides, and with what the entries shown come to", async () => {
    const { system, ana } = await community();
    const page = await listPostings(system, { holderId: ana.id, kinds: ["commission_pending"] });
    expect(page).toMatchObject({ entries: 2, sums: [{ unit: "USD", amount: "4.00" }], nextCursor: null });
    const lines = page.postings.map((posting) =>
      posting.lines.map(({ kind, amount, isShown, holder }) => [kind, amount, isShown, holder.name]),
    );
    expect(lines).toEqual([
      [
        ["commission_pending", "-6.00", true, "Ana"],
        ["commission_payable", "6.00", false, "Ana"],
      ],
      [
        ["commission_expense", "-10.00", false, "Ana"],
        ["commission_pending", "10.00", true, "Ana"],
      ],
    ]);
  });

  it("are each shown once, page after page, and sum to zero in every unit when nothing is left out", async () => {
    const { system } = await community();
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listPostings(system, { limit: 2, cursor });
      expect(page.entries).toBe(10);
      expect(page.sums).toEqual([
        { unit: "JPY", amount: "0" },
        { unit: "USD", amount: "0.00" },
        { unit: "points", amount: "0" },
      ]);
      ids.push(...page.postings.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(ids).size).toBe(5);
    expect(ids).toEqual(ids.toSorted().toReversed());
  });

  it("are one community's own, and the team's", async () => {
    const [ours, theirs] = [await community(), await community()];
    expect((await listPostings(ours.system, { holderId: theirs.ana.id })).postings).toEqual([]);
    const member = asMember(stage.services, ours.companyId, ours.ana);
    await expect(listPostings(member)).rejects.toMatchObject({ code: "forbidden" });
  });
});
