import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listActivity } from "#lib/audit/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import {
  archiveSavedView,
  createSavedView,
  listSavedViews,
  renameSavedView,
} from "#lib/saved-views/index.ts";
import { openTestServices, type TestServices } from "#tests/support/context.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { asMember, asOwner, makeCompany, makeMember } from "#tests/support/factories.ts";

let database: TestDatabase;
let services: TestServices;
let owner: Ctx;
let colleague: Ctx;
let member: Ctx;
let stranger: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
  services = openTestServices(database.appUrl, { max: 8 });
});
afterAll(async () => {
  await services.db.close();
  await database.drop();
});
beforeEach(async () => {
  const ours = await makeCompany(services);
  const theirs = await makeCompany(services);
  owner = asOwner(services, ours.companyId, await makeMember(ours.system));
  colleague = asOwner(services, ours.companyId, await makeMember(ours.system));
  member = asMember(services, ours.companyId, await makeMember(ours.system));
  stranger = asOwner(services, theirs.companyId, await makeMember(theirs.system));
});

const waiting = { page: "referrals", name: "Waiting", query: { show: "waiting", search: "kai" } } as const;
const names = async (ctx: Ctx) => (await listSavedViews(ctx, { page: "referrals" })).map(({ name }) => name);

test("a view belongs to the whole team, by name, on its page, and is written down", async () => {
  const view = await createSavedView(owner, waiting);
  await createSavedView(colleague, { ...waiting, name: "all of Ada's" });
  await createSavedView(owner, { ...waiting, page: "ledger", name: "Elsewhere" });
  expect(await names(owner)).toEqual(["all of Ada's", "Waiting"]);
  expect(await listSavedViews(colleague, { page: "referrals" })).toContainEqual({ id: view.id, ...waiting });
  const { entries } = await listActivity(owner);
  expect(entries.map(({ action }) => action)).toContain("saved_view.created");
});

test("a name stands for one view of a page, however it is written, until that is removed", async () => {
  const made = await Promise.allSettled([
    createSavedView(owner, waiting),
    createSavedView(colleague, { ...waiting, name: "WAITING" }),
    createSavedView(owner, { ...waiting, name: "waiting" }),
  ]);
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const [kept] = await listSavedViews(owner, { page: "referrals" });
  await archiveSavedView(colleague, { id: String(kept?.id) });
  await expect(archiveSavedView(owner, { id: String(kept?.id) })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await names(owner)).toEqual([]);
  await createSavedView(owner, waiting);
  expect(await names(owner)).toEqual(["Waiting"]);
});

test("a view is renamed, to no name that another one has, and whoever comes second is told", async () => {
  const view = await createSavedView(owner, waiting);
  const other = await createSavedView(owner, { ...waiting, name: "Ada" });
  expect(await renameSavedView(colleague, { id: view.id, name: " To look at " })).toEqual({
    ...view,
    name: "To look at",
  });
  await expect(renameSavedView(owner, { id: view.id, name: "ADA" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await renameSavedView(owner, { id: other.id, name: "ADA" });
  await createSavedView(owner, { ...waiting, page: "ledger", name: "Elsewhere" });
  await renameSavedView(owner, { id: view.id, name: "Elsewhere" });
  const raced = await Promise.allSettled([
    renameSavedView(owner, { id: view.id, name: "One" }),
    renameSavedView(colleague, { id: other.id, name: "one" }),
    createSavedView(owner, { ...waiting, name: "ONE" }),
  ]);
  expect(raced.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const each of raced)
    if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "invalid_input" });
  const { entries } = await listActivity(owner);
  const renamed = entries.filter(({ action }) => action === "saved_view.renamed");
  expect(renamed.at(-1)?.details).toMatchObject({ before: "Waiting", name: "To look at" });
  await renameSavedView(owner, { id: view.id, name: "Kept" });
  const before = (await listActivity(owner)).entries.length;
  await renameSavedView(owner, { id: view.id, name: "Kept" });
  expect((await listActivity(owner)).entries).toHaveLength(before);
  await archiveSavedView(owner, { id: view.id });
  await expect(renameSavedView(owner, { id: view.id, name: "Gone" })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("neither a member nor another community's team sees, makes, renames or removes one", async () => {
  const { id } = await createSavedView(owner, waiting);
  expect(await names(stranger)).toEqual([]);
  await expect(archiveSavedView(stranger, { id })).rejects.toMatchObject({ code: "not_found" });
  await expect(renameSavedView(stranger, { id, name: "Ours" })).rejects.toMatchObject({ code: "not_found" });
  await expect(renameSavedView(member, { id, name: "Mine" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(names(member)).rejects.toMatchObject({ code: "forbidden" });
  await expect(createSavedView(member, { ...waiting, name: "Mine" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(archiveSavedView(member, { id })).rejects.toMatchObject({ code: "forbidden" });
  expect(await names(owner)).toEqual(["Waiting"]);
});

test("what is no filter of a list is refused and nothing is kept", async () => {
  const refused: object[] = [
    {},
    { cursor: "abc" },
    { show: "waiting", open: "x" },
    { "a b": "c" },
    { show: "" },
    { show: "x".repeat(101) },
    Object.fromEntries(Array.from({ length: 13 }, (_, at) => [`a${"b".repeat(at)}`, "c"])),
  ];
  for (const query of refused) {
    const input = { ...waiting, query: Object.fromEntries(Object.entries(query)) };
    await expect(createSavedView(owner, input)).rejects.toMatchObject({ code: "invalid_input" });
  }
  await expect(createSavedView(owner, { ...waiting, name: "  " })).rejects.toMatchObject({
    code: "invalid_input",
  });
  expect(await names(owner)).toEqual([]);
  const { id } = await createSavedView(owner, waiting);
  for (const name of ["", " ", "x".repeat(41)])
    await expect(renameSavedView(owner, { id, name })).rejects.toMatchObject({ code: "invalid_input" });
  expect(await names(owner)).toEqual(["Waiting"]);
});

test("a page takes thirty views and says what to do about the next", async () => {
  for (let at = 0; at < 30; at += 1) await createSavedView(owner, { ...waiting, name: `View ${at}` });
  await expect(createSavedView(owner, waiting)).rejects.toMatchObject({ code: "conflict" });
  await createSavedView(owner, { ...waiting, page: "ledger" });
  expect(await names(owner)).toHaveLength(30);
});
