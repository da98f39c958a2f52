import { afterAll, beforeAll, expect, test } from "vitest";
import { referrals } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import { recordMembership, recordPayment } from "#lib/facts/index.ts";
import { referenceOf } from "#lib/links/index.ts";
import { handle } from "#lib/workflows/settle-referral.ts";
import { openTestServices } from "#tests/support/context.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { makeCompany, makeLink, makeMember, unique } from "#tests/support/factories.ts";
import { membershipFact, paymentFact } from "#tests/support/facts.ts";

let db: Awaited<ReturnType<typeof createTestDatabase>>;
let services: ReturnType<typeof openTestServices>;
beforeAll(async () => {
  db = await createTestDatabase();
  services = openTestServices(db.appUrl);
});
afterAll(async () => {
  await services.db.close();
  await db.drop();
});
test("slice", async () => {
  const { companyId, system } = await makeCompany(services);
  const referrer = await makeMember(system);
  const link = await makeLink(system, referrer.id);
  const whopUserId = unique("user_");
  const metadata = referenceOf(services.secrets, companyId, link.id);
  const at = services.clock.now();
  await recordMembership(
    system,
    membershipFact({ membershipId: "mem_1", whopUserId, whopCreatedAt: at, metadata }),
  );
  await recordPayment(
    system,
    paymentFact({ membershipId: "mem_1", whopUserId, whopCreatedAt: at, metadata }),
  );
  await handle(system, { companyId, whopUserId });
  const rows = await transact(system, (tx) => tx.select().from(referrals));
  console.log(rows, services.jobs.sent);
  expect(rows).toMatchObject([
    { status: "converted", review: "clear", isVerified: true, referrerId: referrer.id },
  ]);
});
