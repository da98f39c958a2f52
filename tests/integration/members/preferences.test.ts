import { afterAll, beforeAll, expect, it } from "vitest";
import { users } from "#db/schema/index.ts";
import { requireMember, transact } from "#lib/core/context.ts";
import { getPreferences, type UpdatePreferencesInput, updatePreferences } from "#lib/members/index.ts";
import { asSystem, openTestServices, type TestServices } from "#tests/support/context.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { asMember, makeCompany, makeMember } from "#tests/support/factories.ts";

let database: TestDatabase;
let services: TestServices;

beforeAll(async () => {
  database = await createTestDatabase();
  services = openTestServices(database.appUrl, { max: 8 });
});
afterAll(async () => {
  await services.db.close();
  await database.drop();
});

async function someone(name: string, companyId?: string) {
  const system = companyId ? asSystem(services, companyId) : (await makeCompany(services)).system;
  const member = await makeMember(system, { name, username: null });
  return asMember(services, system.companyId, member);
}

it("a member who chose nothing is shown by name and left alone at night", async () => {
  expect(await getPreferences(await someone("Mia"))).toEqual({
    visibility: "name",
    alias: null,
    namedPublicly: false,
    timeZone: null,
    locale: null,
    quietFrom: 22,
    quietUntil: 8,
    muted: [],
  });
});

it("what is not said stays as it was, and each community has choices of its own", async () => {
  const mia = await someone("Mia");
  await updatePreferences(mia, { timeZone: "Europe/Madrid", locale: "es", muted: ["overtaken", "joined"] });
  const after = await updatePreferences(mia, { visibility: "alias", alias: "  La   Reina ", quietFrom: 8 });
  expect(after).toEqual({
    visibility: "alias",
    alias: "La Reina",
    namedPublicly: false,
    timeZone: "Europe/Madrid",
    locale: "es",
    quietFrom: 8,
    quietUntil: 8,
    muted: ["joined", "overtaken"],
  });
  expect(await getPreferences(mia)).toEqual(after);
  const elsewhere = await someone("Mia");
  expect((await updatePreferences(elsewhere, { alias: "La Reina" })).alias).toBe("La Reina");
});

it.each<[string, UpdatePreferencesInput, string]>([
  ["an alias that cannot be seen", { alias: "Ki\u200bng" }, "alias"],
  ["an alias that turns around what follows it", { alias: "\u202eKing" }, "alias"],
  ["an alias of two lines", { alias: "King\nQueen" }, "alias"],
  ["an alias that is too long", { alias: "x".repeat(31) }, "alias"],
  ["an alias to be shown that is none", { visibility: "alias" }, "alias"],
  ["a time zone that is none", { timeZone: "Mars/Olympus" }, "timeZone"],
  ["an hour that no clock shows", { quietFrom: 24 }, "quietFrom"],
])("%s is refused at its field, and nothing is saved", async (_what, input, field) => {
  const mia = await someone("Mia");
  await expect(updatePreferences(mia, { quietUntil: 5, ...input })).rejects.toMatchObject({
    code: "invalid_input",
    details: { fields: { [field]: expect.anything() } },
  });
  expect((await getPreferences(mia)).quietUntil).toBe(8);
});

it("nobody takes another's alias or name, whatever its case, and of many at once one has it", async () => {
  const mia = await someone("Mia Moon");
  const kai = await someone("Kai", mia.companyId);
  await updatePreferences(mia, { alias: "Queen Bee" });
  for (const alias of ["queen BEE", "MIA moon"])
    await expect(updatePreferences(kai, { alias })).rejects.toMatchObject({ code: "invalid_input" });
  expect((await updatePreferences(mia, { alias: "queen bee" })).alias).toBe("queen bee");
  const many = await Promise.all(
    Array.from({ length: 8 }, (_, nth) => someone(`Member ${nth}`, mia.companyId)),
  );
  const tries = await Promise.allSettled(many.map((one) => updatePreferences(one, { alias: "The one" })));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

it("a member's numbers are counted anew when they move to another time zone, and only then", async () => {
  const mia = await someone("Mia");
  const counted = () =>
    services.jobs
      .named("refresh-member-stats")
      .flatMap(({ payload }) => (payload.companyId === mia.companyId ? [payload.userIds] : []));
  await updatePreferences(mia, { timeZone: "Europe/Madrid" });
  await updatePreferences(mia, { timeZone: "Europe/Madrid", locale: "es" });
  const { userId } = requireMember(mia);
  expect(counted()).toEqual([[userId]]);
  await updatePreferences(mia, { timeZone: null });
  expect(counted()).toEqual([[userId], [userId]]);
});

it("only a member has choices, and one who was erased makes none", async () => {
  const mia = await someone("Mia");
  const system = asSystem(services, mia.companyId);
  await expect(getPreferences(system)).rejects.toMatchObject({ code: "forbidden" });
  await expect(updatePreferences(system, { locale: "es" })).rejects.toMatchObject({ code: "forbidden" });
  await transact(system, (tx) => tx.update(users).set({ erasedAt: services.clock.now() }));
  await expect(updatePreferences(mia, { locale: "es" })).rejects.toMatchObject({ code: "gone" });
});
