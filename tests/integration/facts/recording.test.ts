import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { payments } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import {
  loadMemberFacts,
  recordMembership,
  recordPayment,
  recordPayments,
  recordRefund,
} from "#lib/facts/index.ts";
import { asSystem, openTestServices, type TestServices } from "#tests/support/context.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";
import { unique } from "#tests/support/factories.ts";
import { membershipFact, paymentFact, refundFact } from "#tests/support/facts.ts";

let database: TestDatabase;
let services: TestServices;

beforeAll(async () => {
  database = await createTestDatabase();
  services = openTestServices(database.appUrl);
});
afterAll(async () => {
  await services.db.close();
  await database.drop();
});

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, seconds));
const whopUserId = "user_buyer";

describe("a fact", () => {
  it("that is told again changes nothing, and that is said", async () => {
    const system = asSystem(services, unique("biz_"));
    const fact = paymentFact({ paymentId: unique("pay_"), whopUserId, whopCreatedAt: at(0) });
    expect(await recordPayment(system, fact)).toEqual({ changed: true });
    expect(await recordPayment(system, fact)).toEqual({ changed: false });
    expect(await recordPayment(system, { ...fact, status: "open", stateAt: at(-5) })).toEqual({
      changed: false,
    });
    expect(
      await recordPayment(system, { ...fact, status: "open", stateAt: at(-5), planId: "plan_z" }),
    ).toEqual({ changed: true });
  });

  it("may be told several times in one batch", async () => {
    const system = asSystem(services, unique("biz_"));
    const id = unique("pay_");
    const facts = [5, 1, 9, 3].map((seconds) =>
      paymentFact({
        paymentId: id,
        whopUserId,
        whopCreatedAt: at(0),
        stateAt: at(seconds),
        refundedMinor: BigInt(seconds),
      }),
    );
    const changed = await recordPayments(system, [...facts, ...facts]);
    expect(changed).toHaveLength(1);
    const { payments: rows } = await loadMemberFacts(system, whopUserId);
    expect(rows).toMatchObject([{ paymentId: id, refundedMinor: 9n }]);
  });

  it("of one company is not seen by another", async () => {
    const [one, two] = [asSystem(services, unique("biz_")), asSystem(services, unique("biz_"))];
    const fact = paymentFact({ paymentId: unique("pay_"), whopUserId, whopCreatedAt: at(0) });
    await recordPayment(one, fact);
    expect((await loadMemberFacts(two, whopUserId)).payments).toEqual([]);
    expect(await recordPayment(two, fact)).toEqual({ changed: true });
  });

  it("survives concurrent tellings by several workers with the latest state", async () => {
    const system = asSystem(services, unique("biz_"));
    const id = unique("pay_");
    const tell = (seconds: number) =>
      recordPayment(
        system,
        paymentFact({
          paymentId: id,
          whopUserId,
          whopCreatedAt: at(0),
          stateAt: at(seconds),
          refundedMinor: BigInt(seconds),
        }),
      );
    await Promise.all(Array.from({ length: 40 }, (_, index) => tell((index * 17) % 40)));
    const rows = await transact(system, (tx) =>
      tx
        .select()
        .from(payments)
        .where(and(eq(payments.companyId, system.companyId), eq(payments.paymentId, id))),
    );
    expect(rows).toMatchObject([{ refundedMinor: 39n }]);
  });

  it("of a payment that names nobody belongs to whom its membership belongs to", async () => {
    const system = asSystem(services, unique("biz_"));
    await recordMembership(
      system,
      membershipFact({ membershipId: "mem_9", whopUserId, whopCreatedAt: at(0) }),
    );
    await recordPayment(
      system,
      paymentFact({ paymentId: "pay_9", membershipId: "mem_9", whopCreatedAt: at(1) }),
    );
    await recordPayment(
      system,
      paymentFact({
        paymentId: "pay_8",
        whopUserId: "user_gift",
        membershipId: "mem_9",
        whopCreatedAt: at(1),
      }),
    );
    await recordRefund(system, refundFact({ refundId: "rf_9", paymentId: "pay_9", whopCreatedAt: at(2) }));
    const facts = await loadMemberFacts(system, whopUserId);
    expect(facts.payments.map((row) => row.paymentId)).toEqual(["pay_9"]);
    expect(facts.refunds).toHaveLength(1);
  });
});
