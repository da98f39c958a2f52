import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { users } from "#db/schema/index.ts";
import { dayMs } from "#lib/core/clock.ts";
import { type Ctx, transact } from "#lib/core/context.ts";
import {
  displayName,
  ensureMember,
  ensureMembers,
  findMemberByWhopId,
  getMember,
  lockMembers,
  membersById,
} from "#lib/members/index.ts";
import { openTestServices, type TestServices } from "#tests/support/context.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { makeCompany, unique } from "#tests/support/factories.ts";

let database: TestDatabase;
let services: TestServices;
let ours: Ctx;
let theirs: Ctx;

beforeAll(async () => {
  database = await createTestDatabase();
  services = openTestServices(database.appUrl, { max: 8 });
  ours = (await makeCompany(services)).system;
  theirs = (await makeCompany(services)).system;
});
afterAll(async () => {
  await services.db.close();
  await database.drop();
});

const newId = () => unique("user_");
const daysAgo = (days: number) => new Date(services.clock.now().getTime() - days * dayMs);

describe("a member", () => {
  test("who is met in many places at once is one", async () => {
    const whopUserId = newId();
    const met = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        ensureMember(ours, { whopUserId, ...(n % 2 === 0 ? { name: "Ann" } : { email: "ann@inbox.test" }) }),
      ),
    );
    expect(new Set(met.map(({ id }) => id)).size).toBe(1);
    expect(await findMemberByWhopId(ours, { whopUserId })).toMatchObject({
      name: "Ann",
      email: "ann@inbox.test",
    });
  });

  test("of two communities is two, and neither sees the other", async () => {
    const whopUserId = newId();
    const [here, there] = [
      await ensureMember(ours, { whopUserId }),
      await ensureMember(theirs, { whopUserId }),
    ];
    expect(here.id).not.toBe(there.id);
    await expect(getMember(ours, { userId: there.id })).rejects.toMatchObject({ code: "not_found" });
    expect([...(await membersById(ours, [here.id, there.id])).keys()]).toEqual([here.id]);
    await expect(getMember(ours, { userId: "x" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("keeps the earliest day of joining, in whatever order the days are heard of", async () => {
    for (const order of [
      [3, 9, 1],
      [9, 1, 3],
      [1, 3, 9],
    ]) {
      const whopUserId = newId();
      for (const days of order) await ensureMember(ours, { whopUserId, joinedAt: daysAgo(days) });
      const member = await ensureMember(ours, { whopUserId });
      expect(member.joinedAt, order.join()).toEqual(daysAgo(9));
    }
  });

  test("is called what Whop's profile says; a payment that mentions them only fills gaps", async () => {
    const whopUserId = newId();
    await ensureMember(ours, { whopUserId, name: "From a payment" });
    await ensureMember(ours, { whopUserId, name: "Another payment", username: "ann" });
    expect(await findMemberByWhopId(ours, { whopUserId })).toMatchObject({
      name: "From a payment",
      username: "ann",
    });
    await ensureMember(ours, {
      whopUserId,
      name: "Ann",
      username: null,
      avatarUrl: "https://cdn.test/ann.png",
      profileReadAt: services.clock.now(),
    });
    expect(await findMemberByWhopId(ours, { whopUserId })).toMatchObject({
      name: "Ann",
      username: null,
      avatarUrl: "https://cdn.test/ann.png",
    });
  });

  test("has the e-mail address heard of last, as people change theirs", async () => {
    const whopUserId = newId();
    await ensureMember(ours, { whopUserId, email: "old@inbox.test" });
    await ensureMember(ours, { whopUserId, email: "new@inbox.test" });
    await ensureMember(ours, { whopUserId, email: null });
    expect((await ensureMember(ours, { whopUserId })).email).toBe("new@inbox.test");
  });

  test("who was erased stays so, whatever is heard of them", async () => {
    const whopUserId = newId();
    const { id } = await ensureMember(ours, { whopUserId, name: "Ann", email: "ann@inbox.test" });
    await transact(ours, (tx) =>
      tx
        .update(users)
        .set({ name: null, username: null, email: null, avatarUrl: null, erasedAt: services.clock.now() })
        .where(eq(users.id, id)),
    );
    const known = {
      name: "Ann",
      username: "ann",
      email: "ann@inbox.test",
      avatarUrl: "https://cdn.test/a.png",
    };
    await ensureMember(ours, { whopUserId, ...known });
    await ensureMember(ours, { whopUserId, ...known, profileReadAt: services.clock.now() });
    await ensureMember(ours, { whopUserId, ...known, joinedAt: daysAgo(99) });
    const member = await getMember(ours, { userId: id });
    expect(member).toMatchObject({ name: null, username: null, email: null, avatarUrl: null });
  });

  test.each(["", "biz_1", "user_", "user_a b", "user_'; --", `user_${"x".repeat(61)}`])(
    "is a user of Whop: %j is none",
    async (whopUserId) => {
      await expect(ensureMember(ours, { whopUserId })).rejects.toMatchObject({ code: "invalid_input" });
    },
  );

  test("has something to be called by, with or without a name", () => {
    const whopUserId = "user_abcdef";
    expect(displayName({ whopUserId, name: " Ann ", username: "ann" })).toBe("Ann");
    expect(displayName({ whopUserId, name: " ", username: "ann" })).toBe("ann");
    expect(displayName({ whopUserId, name: null, username: null })).toBe("Member CDEF");
  });
});

describe("many members", () => {
  test("met by two at once in opposite orders are each made once, and nobody waits for ever", async () => {
    const ids = Array.from({ length: 60 }, newId);
    const meet = (order: string[], name: string) =>
      ensureMembers(
        ours,
        order.map((whopUserId) => ({ whopUserId, name, joinedAt: daysAgo(2) })),
      );
    const [first, second, third] = await Promise.all([
      meet(ids, "One"),
      meet(ids.toReversed(), "Two"),
      meet([...ids.slice(30), ...ids.slice(0, 30)], "Three"),
    ]);
    for (const id of ids) {
      expect(new Set([first, second, third].map((met) => met.get(id)?.id)).size, id).toBe(1);
    }
  });

  test("are kept also when Whop names them with what a database cannot hold", async () => {
    const whopUserId = newId();
    const named = { whopUserId, name: "A\0nn \ud83d", username: "\0", profileReadAt: daysAgo(0) };
    const longName = "😀".repeat(150);
    expect(await ensureMember(ours, named)).toMatchObject({ name: "Ann \ufffd", username: null });
    const { name } = await ensureMember(ours, { ...named, name: `x${longName}` });
    expect(name).toBe(`x${"😀".repeat(99)}\ufffd`);
    expect(await findMemberByWhopId(ours, { whopUserId })).toMatchObject({ name });
  });

  test("named twice in one batch are one each, with what both say", async () => {
    const whopUserId = newId();
    const met = await ensureMembers(ours, [
      { whopUserId, name: "Ann", joinedAt: daysAgo(1) },
      { whopUserId, email: "ann@inbox.test", joinedAt: daysAgo(5) },
    ]);
    expect([...met.values()]).toMatchObject([{ name: "Ann", email: "ann@inbox.test", joinedAt: daysAgo(5) }]);
  });
});

describe("a locked member", () => {
  test("is one transaction's at a time", async () => {
    const whopUserId = newId();
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 6 }, () =>
        transact(ours, async (tx, ctx) => {
          await lockMembers(ctx, [whopUserId]);
          inside += 1;
          most = Math.max(most, inside);
          await tx.execute("SELECT pg_sleep(0.02)");
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
  });

  test("needs a transaction to be locked in", async () => {
    await expect(lockMembers(ours, [newId()])).rejects.toThrow("needs the context of a transaction");
  });
});
