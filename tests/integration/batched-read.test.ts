import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { batchedRead, sharedRead } from "#lib/core/batched-read.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { asSystem, openTestServices, type TestServices } from "#tests/support/context.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { makeCompany, makeMember } from "#tests/support/factories.ts";

let database: TestDatabase;
let services: TestServices;
let ctx: Ctx;
let ids: string[];
let loads: string[][];

beforeAll(async () => {
  database = await createTestDatabase();
  services = openTestServices(database.appUrl);
  const { companyId } = await makeCompany(services);
  ctx = asSystem(services, companyId);
  ids = [];
  for (const name of ["Mia", "Kai", "Noor"]) ids.push((await makeMember(ctx, { name })).id);
});
afterAll(async () => {
  await services.db.close();
  await database.drop();
});
beforeEach(() => {
  loads = [];
});

async function readNames(ctx: Ctx, keys: string[]): Promise<Map<string, string>> {
  const rows = await transact(ctx, (tx) =>
    tx.execute<{ id: string; name: string }>(sql`
      SELECT id, name FROM users WHERE company_id = ${ctx.companyId}
        AND id = ANY (string_to_array(${keys.join(",")}, ',')::uuid[])`),
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const nameOf = batchedRead<string>({
  mostKeys: 10,
  load(ctx, keys) {
    loads.push(keys);
    return readNames(ctx, keys);
  },
});
const nameInTwoSteps = batchedRead<string>({
  mostKeys: 10,
  async load(ctx, keys) {
    await transact(ctx, (tx) => tx.execute(sql`SELECT 1`));
    await sleep(50);
    return readNames(ctx, keys);
  },
});
const failing = sharedRead<number>(async (ctx) => {
  await transact(ctx, (tx) => tx.execute(sql`SELECT 1 / 0`));
  return 1;
});
const refusing = sharedRead<number>(() => Promise.reject(new Error("1 / 0")));
const rename = (id: string, name: string) =>
  transact(ctx, (tx) => tx.execute(sql`UPDATE users SET name = ${name} WHERE id = ${id}::uuid`));

it("reads of one kind that arrive together are one query, each answered with its own", async () => {
  const answers = await Promise.all([...ids, ids[0] ?? ""].map((id) => nameOf(ctx, id)));
  expect(answers).toEqual(["Mia", "Kai", "Noor", "Mia"]);
  expect(loads).toEqual([ids]);
});

it("no answer is older than its question", async () => {
  const [id = ""] = ids;
  for (let nth = 0; nth < 20; nth += 1) {
    const early = nameOf(ctx, id);
    await rename(id, `Mia ${nth}`);
    expect(await nameOf(ctx, id)).toBe(`Mia ${nth}`);
    await early;
  }
  await rename(id, "Mia");
});

it("a read that fails takes no other with it", async () => {
  const [fails, name] = await Promise.allSettled([failing(ctx), nameOf(ctx, ids[1] ?? "")]);
  expect(fails).toMatchObject({ status: "rejected" });
  expect(name).toEqual({ status: "fulfilled", value: "Kai" });
  expect(await nameOf(ctx, ids[2] ?? "")).toBe("Noor");
});

it.each([
  ["in the database", failing],
  ["before it is asked", refusing],
])("a read that fails %s takes none with it that is between two queries", async (_where, fails) => {
  const [name, failed] = await Promise.allSettled([nameInTwoSteps(ctx, ids[1] ?? ""), fails(ctx)]);
  expect(failed).toMatchObject({ status: "rejected", reason: { message: expect.stringContaining("1 / 0") } });
  expect(name).toEqual({ status: "fulfilled", value: "Kai" });
});

it.each([
  { readers: 99, batches: [["Mia"], ["Kai"]] },
  { readers: 100, batches: [["Mia", "Kai"]] },
])("beside a batch of $readers readers, what is asked one by one is read in $batches.length", async (one) => {
  const opens = Promise.withResolvers<void>();
  const held = batchedRead<string>({ mostKeys: 1, load: () => opens.promise.then(() => new Map()) });
  const inCompany = asSystem(services, (await makeCompany(services)).companyId);
  const idOf = new Map<string, string>();
  for (const name of ["Mia", "Kai"]) idOf.set(name, (await makeMember(inCompany, { name })).id);
  const many = Promise.all(Array.from({ length: one.readers }, () => held(inCompany, "many")));
  const names: Promise<string | undefined>[] = [];
  try {
    for (const id of idOf.values()) {
      await new Promise((resolve) => setTimeout(resolve));
      names.push(nameOf(inCompany, id));
      if (one.readers < 100) await names.at(-1);
    }
  } finally {
    opens.resolve();
  }
  expect(await Promise.all(names)).toEqual(["Mia", "Kai"]);
  expect(loads).toEqual(one.batches.map((batch) => batch.map((name) => idOf.get(name))));
  await many;
});

/** Answers every key with the connection over which it was read. */
const connectionOf = () =>
  batchedRead<number>({
    mostKeys: 10,
    async load(ctx, keys) {
      const [row] = await transact(ctx, (tx) =>
        tx.execute<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`),
      );
      return new Map(keys.map((key) => [key, row?.pid ?? 0]));
    },
  });

it.each([
  { readers: 99, connections: 1 },
  { readers: 100, connections: 2 },
])("two kinds of reads for $readers readers take $connections of the connections", async (one) => {
  const kinds = [connectionOf(), connectionOf()];
  const asked = Array.from({ length: one.readers }, (_, nth) => kinds[nth % 2]?.(ctx, "all"));
  expect(new Set(await Promise.all(asked)).size).toBe(one.connections);
});

it("a read that fails takes none with it that shares its connection in a large batch", async () => {
  const kinds = [connectionOf(), connectionOf()];
  const asked = Array.from({ length: 100 }, (_, nth) => kinds[nth % 2]?.(ctx, "all"));
  await expect(failing(ctx)).rejects.toThrow("1 / 0");
  expect(await Promise.all(asked)).toEqual(asked.map(() => expect.any(Number)));
});

it("inside a transaction a read sees what that has written, and nobody else does", async () => {
  const [id = ""] = ids;
  await transact(ctx, async (tx, inside) => {
    await tx.execute(sql`UPDATE users SET name = 'Mia inside' WHERE id = ${id}::uuid`);
    expect(await nameOf(inside, id)).toBe("Mia inside");
    expect(await nameOf(ctx, id)).toBe("Mia");
  });
});

it("one company's read never finds another's rows", async () => {
  const other = asSystem(services, (await makeCompany(services)).companyId);
  const [theirs, ours] = await Promise.all([nameOf(other, ids[0] ?? ""), nameOf(ctx, ids[0] ?? "")]);
  expect(theirs).toBeUndefined();
  expect(ours).toBe("Mia inside");
});
