import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentenceOf } from "#lib/core/said.ts";
import { deriveSecrets } from "#lib/core/secrets.ts";
import type { Reading } from "#lib/whop/index.ts";
import { companyIdsOf, readDispute, readMembership, readPayment, readRefund } from "#lib/whop/index.ts";
import * as shapes from "./shapes.ts";

const secrets = deriveSecrets("test-secret-of-at-least-thirty-two-characters");
const at = new Date("2026-11-21T12:00:00.000Z");

function fact<Fact>(reading: Reading<Fact>): Fact {
  if (!reading.ok) throw new Error(sentenceOf(reading.problem));
  return reading.fact;
}

const payment = (object: unknown) => readPayment(object, at, secrets);
const wholePayment = {
  id: "pay_1",
  status: "paid",
  currency: "usd",
  total: 10,
  created_at: at.toISOString(),
};

describe("one object in both of Whop's shapes is one fact", () => {
  it("for memberships", () => {
    fc.assert(
      fc.property(shapes.membershipObject, (object) => {
        const nested = readMembership(shapes.nestedMembership(object, at.toISOString()), at);
        const flat = readMembership(shapes.flatMembership(object), at);
        expect(fact(flat)).toEqual(fact(nested));
      }),
    );
  });

  it("for payments, to the last minor unit", () => {
    fc.assert(
      fc.property(shapes.paymentObject, (object) => {
        const nested = fact(payment(shapes.nestedPayment(object)));
        expect(fact(payment(shapes.flatPayment(object)))).toEqual(nested);
        expect(nested.totalMinor).toBe(BigInt(object.total));
        expect(nested.refundedMinor).toBe(BigInt(object.refunded));
        expect(nested.amountProblem).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it("for refunds, in the payment's currency", () => {
    fc.assert(
      fc.property(shapes.refundObject, (object) => {
        const nested = fact(readRefund(shapes.nestedRefund(object), at));
        expect(fact(readRefund(shapes.flatRefund(object), at))).toEqual(nested);
        expect(nested.amountMinor).toBe(BigInt(object.amount));
      }),
    );
  });

  it("for disputes and inquiries", () => {
    fc.assert(
      fc.property(shapes.disputeObject, (object) => {
        const nested = readDispute(shapes.nestedDispute(object), at);
        expect(readDispute(shapes.flatDispute(object), at)).toMatchObject({ ok: true, fact: fact(nested) });
      }),
    );
  });

  it("for the company it belongs to", () => {
    fc.assert(
      fc.property(shapes.paymentObject, (object) => {
        expect(companyIdsOf(shapes.nestedPayment(object))).toEqual([object.company]);
        expect(companyIdsOf(shapes.flatPayment(object))).toEqual([object.company]);
      }),
    );
  });
});

describe("an amount that cannot be read", () => {
  it.each([
    ["a currency nobody knows", { currency: "zzz" }],
    ["no currency at all", { currency: null }],
    ["more decimals than the currency has", { total: 10.001 }],
    ["a negative total", { total: -1 }],
    ["a total that is no number", { total: "ten" }],
    ["a total of a type it cannot have", { total: true }],
    ["no total on a paid payment", { total: null }],
    ["a tax in another currency", { tax_amount: { amount: "1.00", currency: "eur" } }],
    ["a total too large to be one", { total: 1e15 }],
  ])("is kept as a problem and never guessed: %s", (_what, change) => {
    const read = fact(payment({ ...wholePayment, ...change }));
    expect(read.amountProblem).toEqual(expect.any(String));
  });

  it("is no problem while nothing has been charged", () => {
    expect(fact(payment({ ...wholePayment, status: "open", total: null })).amountProblem).toBeNull();
  });
});

describe("an object that is incomplete or odd", () => {
  it("is a fact as long as it has an id and a status, whatever the types of its other fields", () => {
    const odd = fc.oneof(
      fc.constant(null),
      fc.constant(undefined),
      fc.integer(),
      fc.string(),
      fc.object(),
      fc.boolean(),
    );
    const names = fc
      .sample(shapes.paymentObject, 1)
      .flatMap((sample) => [
        ...Object.keys(shapes.nestedPayment(sample)),
        ...Object.keys(shapes.flatPayment(sample)),
      ]);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), odd), (fields) => {
        const reading = payment({ ...fields, id: "pay_1", status: "paid" });
        expect(reading.ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("is refused with a reason without them", () => {
    for (const object of [null, undefined, [], "x", 1, {}, { id: "" }, { id: "pay_1" }, { status: "paid" }]) {
      const reading = payment(object);
      expect(reading.ok ? "" : sentenceOf(reading.problem)).toContain("payment");
      expect(readMembership(object, at)).toMatchObject({ ok: false });
      expect(readRefund(object, at)).toMatchObject({ ok: false });
      expect(readDispute(object, at)).toMatchObject({ ok: false });
    }
    expect(readRefund({ id: "rf_1", status: "succeeded" }, at)).toMatchObject({ ok: false });
  });

  it("loses what a database cannot hold: zero bytes and half surrogate pairs", () => {
    const read = fact(payment({ ...wholePayment, metadata: { "a\0": ["x\0y\ud800", { b: "\udc00" }] } }));
    const text = JSON.stringify(read.metadata);
    expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    expect(read.metadata).toEqual({ a: ["xy\uFFFD", { b: "\uFFFD" }] });
  });

  it("names a person only by an id that can be one", () => {
    expect(payment({ ...wholePayment, user: { id: "mallory; drop" } })).toMatchObject({
      ok: true,
      person: null,
    });
    expect(payment({ ...wholePayment, user: null, user_id: "user_1" })).toMatchObject({
      person: { whopUserId: "user_1", email: null },
    });
  });
});

describe("the key of a payment instrument", () => {
  const key = (more: object) => fact(payment({ ...wholePayment, ...more })).instrumentKey;

  it("never holds the card's digits, and is strongest by Whop's own id", () => {
    const byId = key({ payment_method_id: "payt_1", card_brand: "visa", card_last4: "4242" });
    expect(byId).toMatch(/^by-id:/);
    expect(byId).toBe(key({ payment_method: { id: "payt_1" } }));
    expect(`${byId}${key({ card_brand: "visa", card_last4: "4242" })}`).not.toContain("4242");
  });

  it("says so when it is only brand and last digits, which many people share", () => {
    expect(key({ card_brand: "visa", card_last4: "4242" })).toMatch(/^weak:/);
    const named = {
      card_brand: "Visa",
      card_last4: "4242",
      billing_address: { name: "Ann  Example", postal_code: "1010" },
    };
    expect(key(named)).toMatch(/^by-name:/);
    expect(key(named)).toBe(
      key({ ...named, card_brand: "visa", billing_address: { name: "ann example", postal_code: "1010" } }),
    );
    expect(key({})).toBeNull();
  });

  it("is another one under another secret", () => {
    const other = deriveSecrets("another-secret-of-at-least-thirty-two-chars");
    const object = { ...wholePayment, payment_method_id: "payt_1" };
    expect(fact(readPayment(object, at, other)).instrumentKey).not.toBe(fact(payment(object)).instrumentKey);
  });
});
