import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fraudChecks } from "#db/schema/index.ts";
import { minuteMs } from "#lib/core/clock.ts";
import type { Ctx } from "#lib/core/context.ts";
import { transact } from "#lib/core/context.ts";
import { testNow } from "#tests/support/context.ts";
import { makeCompany, makeLink, makeMember } from "#tests/support/factories.ts";
import {
  openReferralStage,
  type ReferralStage,
  recordClicks,
  recordPurchase,
  referralsIn,
  settle,
} from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage();
});
afterAll(async () => stage.close());

/** More than are looked at of one kind. */
const crowd = 52;
const office = 4_711n;
const cookie = 815n;

type Arrival = { visitor: bigint; network: bigint; card?: string; email?: string };

async function arrive(system: Ctx, codeId: string, minute: number, arrival: Arrival): Promise<void> {
  const { visitor, network, card, email } = arrival;
  const at = new Date(testNow.getTime() - (600 - minute) * minuteMs);
  await recordClicks(system, [{ codeId, at: new Date(at.getTime() - minuteMs / 2), visitor, network }]);
  const { whopUserId } = await recordPurchase(system, {
    codeId,
    at,
    ...(card === undefined ? {} : { instrumentKey: card }),
    ...(email === undefined ? {} : { email }),
  });
  await settle(system, whopUserId);
}

/** What the checks found about a referral, by their type. */
async function foundAbout(system: Ctx, referralId: string) {
  const { companyId } = system;
  const rows = await transact(system, (tx) =>
    tx
      .select()
      .from(fraudChecks)
      .where(and(eq(fraudChecks.companyId, companyId), eq(fraudChecks.referralId, referralId))),
  );
  const flagged = rows.filter((row) => row.flagged);
  return Object.fromEntries(flagged.map(({ checkType, details }) => [checkType, details]));
}

it("who shares a card, a mailbox or a browser is seen behind a crowd that shares no more than a network", async () => {
  const { system } = await makeCompany(stage.services);
  const { id: codeId } = await makeLink(system, (await makeMember(system)).id);
  for (let nth = 0; nth < crowd; nth += 1)
    await arrive(system, codeId, nth, { visitor: 1_000n + BigInt(nth), network: office });
  await arrive(system, codeId, 100, { visitor: 1n, network: 1n, card: "by-id:one" });
  await arrive(system, codeId, 110, { visitor: 2n, network: 2n, email: "sam@inbox.example" });
  await arrive(system, codeId, 120, { visitor: cookie, network: 3n });
  await arrive(system, codeId, 300, {
    visitor: cookie,
    network: office,
    card: "by-id:one",
    email: "sam+two@inbox.example",
  });
  const ids = (await referralsIn(system)).map(({ id }) => id);
  expect(ids).toHaveLength(crowd + 4);
  const [payer, writer, visitor, last = ""] = ids.slice(crowd);
  expect(await foundAbout(system, last)).toMatchObject({
    payment_duplicate: { sameAs: "referral", referralId: payer },
    email_duplicate: { sameAs: "referral", referralId: writer },
    device_duplicate: { sameAs: "referral", referralId: visitor },
    ip_duplicate: { referralId: ids[0] },
  });
});
