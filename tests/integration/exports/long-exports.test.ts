import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { CsvFile } from "#lib/core/csv.ts";
import { newId } from "#lib/core/ids.ts";
import {
  cancelExport,
  getExport,
  listExports,
  makeExport,
  openExport,
  startExport,
} from "#lib/exports/index.ts";
import { exportEntries } from "#lib/ledger/index.ts";
import { carryOutErasure } from "#lib/privacy/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import { asMember, asOwner, makeCompany, makeMember } from "#tests/support/factories.ts";
import { bookMany } from "#tests/support/many-entries.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
let sql: postgres.Sql;
beforeAll(async () => {
  stage = await openReferralStage();
  sql = postgres(stage.database.superUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await stage.close();
});

/** Each entry is about 300 bytes of the table, so a part is full after some thousands. */
const postings = 6_000;

async function makeBooks(count = postings) {
  const { system } = await makeCompany(stage.services);
  const person = await makeMember(system);
  const { companyId } = system;
  const owner = asOwner(stage.services, companyId, person);
  await bookMany(stage.database.superUrl, { companyId, holderId: person.id, postings: count });
  return { system, companyId, owner, person };
}

async function textOf({ lines }: CsvFile): Promise<string> {
  let text = "";
  for await (const line of lines) text += line;
  return text;
}

const wholeOf = async (owner: Ctx) => textOf(await exportEntries(owner, {}));
const partsOf = async ({ companyId }: Ctx) =>
  sql<
    { bytes: number }[]
  >`SELECT octet_length(body) AS bytes FROM export_parts WHERE company_id = ${companyId}`;

describe("a long export", () => {
  test("is the same table as the streamed one, in parts of about a megabyte, and says how far it is", async () => {
    const { owner, system } = await makeBooks();
    const begun = await startExport(owner, { kind: "ledger" });
    expect(begun).toMatchObject({ status: "running", doneRows: 0, totalRows: 2 * postings });
    const steps: number[] = [];
    await makeExport(system, { exportId: begun.id }, async (done) => {
      steps.push(done);
    });
    expect(steps.length).toBeGreaterThan(2);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(await getExport(owner, { id: begun.id })).toMatchObject({
      status: "done",
      doneRows: 2 * postings,
    });
    expect(await textOf(await openExport(owner, { id: begun.id }))).toBe(await wholeOf(owner));
    for (const { bytes } of await partsOf(owner)) expect(bytes).toBeLessThan(1_300_000);
  });

  test("that was interrupted is begun anew, with no row twice and none lost", async () => {
    const { owner, system } = await makeBooks();
    const { id } = await startExport(owner, { kind: "ledger" });
    const killed = makeExport(system, { exportId: id }, () => Promise.reject(new Error("killed")));
    await expect(killed).rejects.toThrow("killed");
    expect((await getExport(owner, { id })).doneRows).toBeGreaterThan(0);
    await runJob(system, "make-export", { companyId: system.companyId, exportId: id });
    await runJob(system, "make-export", { companyId: system.companyId, exportId: id });
    expect(await textOf(await openExport(owner, { id }))).toBe(await wholeOf(owner));
  });

  test("that two workers make at once comes from one of them", async () => {
    const { owner, system } = await makeBooks();
    const { id } = await startExport(owner, { kind: "ledger" });
    let other: Promise<unknown> | undefined;
    await makeExport(system, { exportId: id }, async () => {
      other ??= makeExport(system, { exportId: id });
      await other;
    });
    expect(await textOf(await openExport(owner, { id }))).toBe(await wholeOf(owner));
  });

  test("that was begun anew is not gone on with by who was at it before, even if both are as far", async () => {
    const { owner, system } = await makeBooks();
    const { id } = await startExport(owner, { kind: "ledger" });
    const { promise: firstIsDone, resolve: letGoOn } = Promise.withResolvers<void>();
    let second: Promise<void> | undefined;
    let steps = 0;
    await makeExport(system, { exportId: id }, async () => {
      steps += 1;
      if (steps > 1) return;
      await new Promise<void>((asFar) => {
        second = makeExport(system, { exportId: id }, () => {
          asFar();
          return firstIsDone;
        });
      });
    });
    expect(steps).toBe(1);
    expect(await getExport(owner, { id })).toMatchObject({ status: "running" });
    letGoOn();
    await second;
    expect(await textOf(await openExport(owner, { id }))).toBe(await wholeOf(owner));
  });

  test("that is cancelled stops, and nothing of it is kept", async () => {
    const { owner, system } = await makeBooks();
    const { id } = await startExport(owner, { kind: "ledger" });
    const steps: number[] = [];
    await makeExport(system, { exportId: id }, async (done) => {
      steps.push(done);
      await cancelExport(owner, { id });
    });
    expect(steps).toHaveLength(1);
    expect(await partsOf(owner)).toHaveLength(0);
    expect(await getExport(owner, { id })).toMatchObject({ status: "cancelled" });
    await expect(openExport(owner, { id })).rejects.toMatchObject({ code: "conflict" });
    await expect(cancelExport(owner, { id })).rejects.toMatchObject({ code: "conflict" });
  });

  test("is one for the same rows however often it is asked for, and five are made at once at most", async () => {
    const { owner } = await makeBooks(1);
    const start = (filter: object) => startExport(owner, { kind: "ledger", filter: { ...filter } });
    const [a, b] = await Promise.all([
      start({ unit: "USD", kinds: ["commission_payable"] }),
      start({ kinds: ["commission_payable"], unit: "USD" }),
    ]);
    expect(a.id).toBe(b.id);
    for (const unit of ["EUR", "GBP", "JPY", "CHF"]) await start({ unit });
    await expect(start({ unit: "CAD" })).rejects.toMatchObject({ code: "rate_limited" });
    await cancelExport(owner, { id: a.id });
    expect((await start({ unit: "CAD" })).status).toBe("running");
  });

  test("with a filter that its list does not know is refused before it begins", async () => {
    const { owner } = await makeBooks(1);
    const asked = startExport(owner, { kind: "ledger", filter: { colour: "red" } });
    await expect(asked).rejects.toMatchObject({ code: "invalid_input" });
    expect(await listExports(owner)).toEqual([]);
  });

  test("is the team's own: not a member's, and of no other community", async () => {
    const [ours, theirs] = [await makeBooks(1), await makeBooks(1)];
    const { id } = await startExport(ours.owner, { kind: "ledger" });
    await makeExport(ours.system, { exportId: id });
    const member = asMember(stage.services, ours.companyId, ours.person);
    for (const [ctx, code] of [
      [member, "forbidden"],
      [theirs.owner, "not_found"],
    ] as const)
      for (const verb of [getExport, openExport, cancelExport])
        await expect(verb(ctx, { id })).rejects.toMatchObject({ code });
    await expect(listExports(member)).rejects.toMatchObject({ code: "forbidden" });
    await expect(startExport(member, { kind: "ledger" })).rejects.toMatchObject({ code: "forbidden" });
    expect(await listExports(theirs.owner)).toEqual([]);
    await expect(getExport(ours.owner, { id: newId() })).rejects.toMatchObject({ code: "not_found" });
  });

  test("is there for seven days, and then it is gone", async () => {
    const { owner, system, companyId } = await makeBooks(1);
    const { id } = await startExport(owner, { kind: "ledger" });
    await makeExport(system, { exportId: id });
    const began = stage.services.clock.now().getTime();
    stage.services.clock.set(new Date(began + 7 * dayMs - 1));
    await runJob(system, "remove-exports", { companyId });
    expect(await listExports(owner)).toMatchObject([{ id }]);
    stage.services.clock.set(new Date(began + 7 * dayMs));
    expect(await listExports(owner)).toEqual([]);
    await expect(openExport(owner, { id })).rejects.toMatchObject({ code: "not_found" });
    await runJob(system, "remove-exports", { companyId });
    expect(await partsOf(owner)).toHaveLength(0);
    await expect(getExport(owner, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("is not kept beyond the erasure of a member whom it may name", async () => {
    const { owner, system } = await makeBooks(1);
    const member = await makeMember(system, { name: "Somebody Special" });
    const done = await startExport(owner, { kind: "ledger" });
    await makeExport(system, { exportId: done.id });
    const running = await startExport(owner, { kind: "referrals", filter: { search: "Somebody Special" } });
    await carryOutErasure(system, { userId: member.id, giveUpEarnings: false });
    expect(await partsOf(owner)).toHaveLength(0);
    const runs = await listExports(owner);
    expect(runs.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
    expect(JSON.stringify(runs)).not.toContain("Somebody");
    await makeExport(system, { exportId: running.id });
    expect(await partsOf(owner)).toHaveLength(0);
  });
});
