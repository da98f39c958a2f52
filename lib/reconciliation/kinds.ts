import { and, asc, eq, inArray } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import type { TenantTx } from "#db/client.ts";
import type { FactType } from "#db/enums.ts";
import { inTexts } from "#db/in-ids.ts";
import { disputes, memberships, payments, refunds } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import type { Said } from "../core/said.ts";
import {
  type Finding,
  noFinding,
  type Reading,
  readDispute,
  readMembership,
  readPayment,
  readRefund,
} from "../whop/index.ts";

/** An object as Whop shows it. */
export type Sighting = {
  id: string;
  status: string;
  madeAt: Date;
  fact: Record<string, unknown>;
  finding: Finding;
};

/** One kind of Whop's objects: how to ask for them, how to read one, and what it must agree in with what we hold. */
export type Kind = {
  type: FactType;
  /** Whop can list them by their last change; the others only by their creation. */
  isListedByChange: boolean;
  list(ctx: Ctx, since: Date | undefined): AsyncIterable<unknown>;
  read(ctx: Ctx, object: unknown, at: Date): Sighting | { problem: Said };
  /** A difference in one of these is a repair. */
  decisive: readonly string[];
  /** Changes of which Whop sends no word, so that we can only find them: news, but no repair. */
  quiet: readonly string[];
  /** What these are, once known, never changes; we take what we lack. */
  lasting: readonly string[];
  held(tx: TenantTx, ctx: Ctx, ids: readonly string[]): Promise<Map<string, Record<string, unknown>>>;
  /** When the oldest of those that we hold and that will still change was made. */
  oldestOpen(tx: TenantTx, ctx: Ctx): Promise<Date | null>;
};

type Table = PgTable & {
  companyId: AnyPgColumn;
  status: AnyPgColumn;
  whopCreatedAt: AnyPgColumn;
};

function storedIn(table: Table, id: AnyPgColumn, open: readonly string[]): Pick<Kind, "held" | "oldestOpen"> {
  return {
    async held(tx, { companyId }, ids) {
      const rows = await tx
        .select()
        .from(table)
        .where(and(eq(table.companyId, companyId), inTexts(id, ids)));
      const key = Object.entries(table).find(([, column]) => column === id)?.[0] ?? "";
      return new Map(rows.map((row) => [String(row[key]), row]));
    },
    async oldestOpen(tx, { companyId }) {
      if (open.length === 0) return null;
      const [row] = await tx
        .select({ at: table.whopCreatedAt })
        .from(table)
        .where(and(eq(table.companyId, companyId), inArray(table.status, [...open])))
        .orderBy(asc(table.whopCreatedAt))
        .limit(1);
      return row?.at instanceof Date ? row.at : null;
    },
  };
}

function sighting<Fact extends { status: string; whopCreatedAt: Date }>(
  reading: Reading<Fact>,
  idOf: (fact: Fact) => string,
  place: (fact: Fact) => Partial<Finding>,
): Sighting | { problem: Said } {
  if (!reading.ok) return { problem: reading.problem };
  const { fact, person } = reading;
  const finding = { ...noFinding, ...place(fact), people: person ? [person] : [] };
  return { id: idOf(fact), status: fact.status, madeAt: fact.whopCreatedAt, fact, finding };
}

const ofPurchase = [
  "whopUserId",
  "checkoutConfigurationId",
  "promoCodeId",
  "metadata",
  "planId",
  "productId",
];

/** In this order: whoever bought is known before what they paid, and a payment before its refund. */
export const kinds: readonly Kind[] = [
  {
    type: "membership",
    isListedByChange: false,
    list: ({ whop, companyId }, createdAfter) => whop.listMemberships({ companyId, createdAfter }),
    read: (_ctx, object, at) =>
      sighting(
        readMembership(object, at),
        (fact) => fact.membershipId,
        (fact) => ({ memberships: [fact] }),
      ),
    decisive: ["status", "cancelAtPeriodEnd"],
    // Added days move it.
    quiet: ["renewalPeriodEnd"],
    lasting: ofPurchase,
    ...storedIn(memberships, memberships.membershipId, []),
  },
  {
    type: "payment",
    isListedByChange: true,
    list: ({ whop, companyId }, updatedAfter) => whop.listPayments({ companyId, updatedAfter }),
    read: (ctx, object, at) =>
      sighting(
        readPayment(object, at, ctx.secrets),
        (fact) => fact.paymentId,
        (fact) => ({ payments: [fact] }),
      ),
    decisive: ["status", "currency", "totalMinor", "taxMinor"],
    // Refunds and disputes are told as objects of their own.
    quiet: ["substatus", "refundedMinor"],
    lasting: [...ofPurchase, "membershipId", "billingReason", "paidAt", "subtotalMinor", "afterFeesMinor"],
    ...storedIn(payments, payments.paymentId, []),
  },
  {
    type: "refund",
    isListedByChange: false,
    list: ({ whop, companyId }, createdAfter) => whop.listRefunds({ companyId, createdAfter }),
    read: (_ctx, object, at) =>
      sighting(
        readRefund(object, at),
        (fact) => fact.refundId,
        (fact) => ({ refunds: [fact] }),
      ),
    decisive: ["status", "currency", "amountMinor", "paymentId"],
    quiet: [],
    lasting: [],
    ...storedIn(refunds, refunds.refundId, ["pending", "requires_action"]),
  },
  {
    type: "dispute",
    isListedByChange: false,
    list: ({ whop, companyId }, createdAfter) => whop.listDisputes({ companyId, createdAfter }),
    read: (_ctx, object, at) =>
      sighting(
        readDispute(object, at),
        (fact) => fact.disputeId,
        (fact) => ({ disputes: [fact] }),
      ),
    decisive: ["status", "inquiry", "currency", "amountMinor", "paymentId"],
    quiet: [],
    lasting: ["reason"],
    ...storedIn(disputes, disputes.disputeId, ["needs_response", "under_review"]),
  },
];
