import { expect, it } from "vitest";
import type { PayoutItemStatus, PayoutStatus } from "#db/enums.ts";
import { type ItemCount, statusAfter } from "#lib/payouts/settle-payout.ts";

const count = (status: PayoutItemStatus, isReserved = false): ItemCount => ({ status, isReserved, items: 1 });

it.each<[PayoutStatus, string, ItemCount[]]>([
  ["processing", "one is queued", [count("paid", true), count("queued")]],
  ["processing", "one is being sent", [count("failed"), count("calling", true)]],
  ["processing", "nobody knows of one yet", [count("unknown", true)]],
  ["processing", "one is held and may have been sent", [count("paid", true), count("held", true)]],
  ["paid", "all are paid", [count("paid", true), count("paid", true)]],
  ["paid", "the others are carried over or left out", [count("paid"), count("carried"), count("excluded")]],
  ["partly", "one failed and one is paid", [count("paid", true), count("failed")]],
  ["partly", "one is held for sure unsent and one is paid", [count("paid", true), count("held")]],
  ["failed", "none is paid and one failed", [count("failed"), count("carried")]],
  ["failed", "none is paid and one is held", [count("held")]],
  ["cancelled", "there was nothing left to pay", [count("carried"), count("excluded")]],
])("a payout is %s when %s", (status, _when, counts) => {
  expect(statusAfter(counts)).toBe(status);
});
