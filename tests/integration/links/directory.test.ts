import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Database, openDatabase } from "#db/client.ts";
import { companies } from "#db/schema/index.ts";
import { type CodeDirectory, createCodeDirectory } from "#lib/links/index.ts";
import { type Cable, openCable } from "#tests/support/cable.ts";
import { openTestServices, type TestServices } from "#tests/support/context.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { makeCompany, makeLink, makeMember, unique } from "#tests/support/factories.ts";

let database: TestDatabase;
let services: TestServices;
let cable: Cable;
let behind: Database;
let directory: CodeDirectory;
let codes: string[];
let companyId: string;
/** How many codes the database was asked for. */
let asked = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  services = openTestServices(database.appUrl);
  const { system } = await makeCompany(services);
  companyId = system.companyId;
  const { id } = await makeMember(system);
  codes = [];
  for (let i = 0; i < 3; i += 1) codes.push((await makeLink(system, id)).code);
  const url = new URL(database.appUrl);
  cable = await openCable({ host: url.hostname, port: Number(url.port) });
  url.host = `127.0.0.1:${cable.port}`;
  behind = openDatabase(url.href, { max: 1, hotMax: 1 });
  const hot = new Proxy(behind.hot, {
    apply(sql, self, given) {
      asked += given[1].length;
      return Reflect.apply(sql, self, given);
    },
  });
  directory = createCodeDirectory({ ...services, hot });
});
afterAll(async () => {
  cable.set("plug");
  await behind.close();
  await cable.close();
  await services.db.close();
  await database.drop();
});

const find = async (code: string) => directory.find(code);
const busy = { code: "unavailable" };

/** A link of the community, as soon as the database answers again. */
async function findAgain(code: string) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await find(code);
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(100);
    }
  }
}

it("a link in use is read again beside its visits, and none of them waits for it", async () => {
  const [code = ""] = codes;
  const own = createCodeDirectory({ ...services, hot: services.db.hot }, 40);
  const { title } = (await own.find(code)) ?? {};
  expect(own.find(code)).toMatchObject({ code, title });
  // Nobody is told of it.
  await services.db.withTenant(companyId, "test", (tx) =>
    tx.update(companies).set({ title: "Renamed" }).where(eq(companies.companyId, companyId)),
  );
  await sleep(50);
  expect(own.find(code)).toMatchObject({ title });
  const titleNow = () => {
    const found = own.find(code);
    if (found instanceof Promise) throw new Error("A visit had to wait");
    return found?.title;
  };
  await vi.waitUntil(() => titleNow() === "Renamed", { timeout: 5_000, interval: 5 });
  await own.close();
});

it("whoever asked later for a code than somebody who gave up is told it when the database is back", async () => {
  const [known = "", code = ""] = codes;
  expect(await find(known)).toMatchObject({ code: known });
  cable.set("freeze");
  const underWay = find(unique("x")).catch(() => null);
  await sleep(50);
  const early = expect(find(code)).rejects.toMatchObject(busy);
  await sleep(1_000);
  const late = find(code);
  await early;
  cable.set("thaw");
  expect(await late).toMatchObject({ code });
  await underWay;
});

it("codes that nobody waits for any more are not read when the database is back", async () => {
  const [, , code = ""] = codes;
  cable.set("hang");
  const before = asked;
  const unseen = Array.from({ length: 1_500 }, () => expect(find(unique("x"))).rejects.toMatchObject(busy));
  await Promise.all(unseen);
  cable.set("plug");
  expect(await findAgain(code)).toMatchObject({ code });
  // Those that were on their way when it stopped answering, and the one asked for again until it answered.
  expect(asked - before).toBeLessThan(600);
});
