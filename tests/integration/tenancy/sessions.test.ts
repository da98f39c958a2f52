import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import { openTenancyStage, other, own, type TenancyStage } from "#tests/support/tenancy-stage.ts";

let stage: TenancyStage;

beforeAll(async () => {
  stage = await openTenancyStage();
});
afterAll(() => stage.close());

test("tenants interleaved on two connections, with aborted transactions between them, never meet", async () => {
  const db = openDatabase(stage.database.appUrl, { max: 2, hotMax: 1 });
  const failure = new Error("aborted on purpose");
  try {
    const seen = await Promise.all(
      Array.from({ length: 400 }, async (_, n) => {
        const tenant = n % 2 === 0 ? own : other;
        const run = db.withTenant(tenant, "system:test", async (tx) => {
          const found = await tx.execute<{ company_id: string }>("SELECT company_id FROM users");
          await tx.execute("UPDATE users SET name = name");
          if (n % 5 === 0) throw failure;
          if (n % 7 === 0) await tx.execute("SELECT 1/0");
          return found.map((row) => row.company_id);
        });
        const companies = await run.catch((error: unknown) =>
          error === failure || n % 7 === 0 ? null : Promise.reject(error),
        );
        const machinery = await db.withMachinery((tx) => tx.execute("SELECT company_id FROM users"));
        return { tenant, companies, leaked: machinery.length };
      }),
    );
    for (const { tenant, companies, leaked } of seen) {
      if (companies !== null) expect(companies).toEqual([tenant]);
      expect(leaked).toBe(0);
    }
  } finally {
    await db.close();
  }
});

test("a company id that could be anything but an id opens no transaction", async () => {
  const db = openDatabase(stage.database.appUrl, { max: 1, hotMax: 1 });
  try {
    for (const id of [
      "",
      "biz_",
      "biz_x'; DROP TABLE users; --",
      "user_1",
      "biz_a b",
      `biz_${"x".repeat(61)}`,
    ]) {
      expect(() => db.withTenant(id, "system:test", async () => 1), id).toThrow("valid company id");
    }
  } finally {
    await db.close();
  }
});
