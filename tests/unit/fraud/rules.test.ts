import { expect, test } from "vitest";
import { dayMs } from "#lib/core/clock.ts";
import { say, sentenceOf } from "#lib/core/said.ts";
import { assess, holdAt } from "#lib/fraud/assess.ts";
import { fraudRules } from "#lib/fraud/registry.ts";
import type { FraudRule, ScreenInput } from "#lib/fraud/rule.ts";
import { deviceDuplicate } from "#lib/fraud/rules/device-duplicate.ts";
import { disposableEmail } from "#lib/fraud/rules/disposable-email.ts";
import { emailDuplicate } from "#lib/fraud/rules/email-duplicate.ts";
import { ipDuplicate } from "#lib/fraud/rules/ip-duplicate.ts";
import { paymentDuplicate } from "#lib/fraud/rules/payment-duplicate.ts";
import { privacyRelay } from "#lib/fraud/rules/privacy-relay.ts";
import { selfReferral } from "#lib/fraud/rules/self-referral.ts";
import { velocityLimit } from "#lib/fraud/rules/velocity-limit.ts";
import { earlierMember, honest, hoursBefore, noon, referredWith } from "./people.ts";

const points = (rule: FraudRule, over: Partial<ScreenInput> = {}) => rule.examine(honest(over)).points;
const visit = { at: hoursBefore(1), visitorKey: 7n, networkKey: 70n, byCookie: true };

test("nothing is found in an honest referral, and every rule says in a sentence what it looked at", () => {
  const { score, held, checks } = assess(honest());
  expect([score, held]).toEqual([0, false]);
  expect(checks.map((check) => check.type).sort()).toEqual(fraudRules.map((rule) => rule.type).sort());
  for (const check of checks) {
    expect(check).toMatchObject({ points: 0, flagged: false, failed: false });
    expect(sentenceOf(check.sentence)).toMatch(/^[A-Z].{10,}\.$/);
  }
});

test("the same Whop account on both sides is 100 points, should attribution ever let it through", () => {
  expect(points(selfReferral, referredWith({ whopUserId: "user_r" }))).toBe(100);
});

test("the referrer's own mailbox is 100 points, under whatever spelling leads to it", () => {
  for (const email of [
    "rosa@example.com",
    "ROSA@Example.Com ",
    "rosa+whop@example.com",
    "rosa@example.com.",
  ]) {
    const finding = emailDuplicate.examine(honest(referredWith({ email })));
    expect(finding).toMatchObject({ points: 100, evidence: { sameAs: "referrer" } });
  }
  const gmail = { referrer: { ...honest().referrer, email: "r.osa@gmail.com" } };
  expect(points(emailDuplicate, { ...gmail, ...referredWith({ email: "ro.sa+2@googlemail.com" }) })).toBe(
    100,
  );
});

test("addresses that only look alike are two mailboxes", () => {
  for (const email of ["ro.sa@example.com", "rosa@example.org", "rosa@mail.example.com", "no address", null])
    expect(points(emailDuplicate, referredWith({ email }))).toBe(0);
  expect(points(emailDuplicate, { earlier: [earlierMember({ email: null })] })).toBe(0);
});

test("the mailbox of another member of the same referrer is 100 points, and the evidence names the referral", () => {
  const earlier = [earlierMember(), earlierMember({ referralId: "twin", email: "finn+1@example.org" })];
  expect(emailDuplicate.examine(honest({ earlier }))).toMatchObject({
    points: 100,
    flagged: true,
    evidence: { sameAs: "referral", referralId: "twin" },
  });
});

test("a payment method of the referrer, or of another member they brought, is 80 points", () => {
  expect(points(paymentDuplicate, referredWith({ instruments: ["by-id:x", "by-id:card-of-rosa"] }))).toBe(80);
  const earlier = [earlierMember({ referralId: "twin", instruments: ["by-id:card-of-finn"] })];
  expect(paymentDuplicate.examine(honest({ earlier }))).toMatchObject({
    points: 80,
    evidence: { sameAs: "referral", referralId: "twin" },
  });
  expect(points(paymentDuplicate, { earlier: [earlierMember()] })).toBe(0);
  expect(points(paymentDuplicate, referredWith({ instruments: [] }))).toBe(0);
});

test("brand and last digits alone tell two strangers apart from nobody but the referrer", () => {
  const weak = referredWith({ instruments: ["weak:visa-4242"] });
  expect(
    points(paymentDuplicate, { ...weak, earlier: [earlierMember({ instruments: ["weak:visa-4242"] })] }),
  ).toBe(0);
  const referrer = { ...honest().referrer, instruments: ["weak:visa-4242"] };
  expect(points(paymentDuplicate, { ...weak, referrer })).toBe(80);
});

test("the browser of another member of the same referrer is 60 points, known by our cookie only", () => {
  const twin = (over: object) => ({
    earlier: [
      earlierMember({
        visit: { at: hoursBefore(30), visitorKey: 7n, networkKey: null, byCookie: true, ...over },
      }),
    ],
  });
  expect(points(deviceDuplicate, twin({}))).toBe(60);
  expect(points(deviceDuplicate, twin({ byCookie: false }))).toBe(0);
  expect(points(deviceDuplicate, { ...twin({}), visit: { ...visit, byCookie: false } })).toBe(0);
  expect(points(deviceDuplicate, { ...twin({}), visit: null })).toBe(0);
  expect(points(deviceDuplicate, twin({ visitorKey: 9n }))).toBe(0);
});

test("one visit before two purchases, or a visit on a busy link, says nothing of whose browser it was", () => {
  const same = (at: Date) => ({ earlier: [earlierMember({ visit: { ...visit, at } })] });
  expect(points(deviceDuplicate, same(visit.at))).toBe(0);
  expect(points(deviceDuplicate, { ...same(hoursBefore(9)), otherVisitors: 1 })).toBe(0);
  expect(points(deviceDuplicate, same(hoursBefore(9)))).toBe(60);
});

test("the browser in which the referrer opened the link as their own is 60 points", () => {
  expect(deviceDuplicate.examine(honest({ isReferrersBrowser: true }))).toMatchObject({
    points: 60,
    evidence: { sameAs: "referrer" },
  });
});

test("a throw-away address is 30 points, also under a subdomain of the service", () => {
  expect(disposableEmail.examine(honest(referredWith({ email: "x@mailinator.com" })))).toMatchObject({
    points: 30,
    evidence: { domain: "mailinator.com" },
  });
  expect(points(disposableEmail, referredWith({ email: "x@eu.mailinator.com" }))).toBe(30);
  for (const email of ["x@gmail.com", "x@mailinator.com.example.org", null])
    expect(points(disposableEmail, referredWith({ email }))).toBe(0);
});

test("a privacy relay is 5 points and never enough by far", () => {
  for (const email of ["x@privaterelay.appleid.com", "x@duck.com", "x@alias.simplelogin.com"])
    expect(points(privacyRelay, referredWith({ email }))).toBe(5);
  expect(points(disposableEmail, referredWith({ email: "x@privaterelay.appleid.com" }))).toBe(0);
});

test("velocity is 30 points above ten a day or the community's 99th percentile, whichever is higher", () => {
  const velocity = (referralsInDay: number, communityP99PerDay = 0) =>
    points(velocityLimit, { referralsInDay, communityP99PerDay });
  expect([velocity(10), velocity(11)]).toEqual([0, 30]);
  expect([velocity(40, 40), velocity(41, 40)]).toEqual([0, 30]);
  expect([velocity(13, 12.4), velocity(14, 12.4)]).toEqual([0, 30]);
  expect([velocity(10, 2), velocity(11, 2)]).toEqual([0, 30]);
  expect(velocityLimit.examine(honest({ referralsInDay: 12 })).evidence).toEqual({
    referralsInDay: 12,
    limit: 10,
  });
});

test("one network within 24 hours is 15 points, on both sides of the visit and to the millisecond", () => {
  const near = (at: Date) =>
    points(ipDuplicate, { visit, earlier: [earlierMember({ visit: { ...visit, at } })] });
  const edge = visit.at.getTime();
  expect(near(new Date(edge - dayMs))).toBe(15);
  expect(near(new Date(edge - dayMs - 1))).toBe(0);
  expect(near(new Date(edge + dayMs))).toBe(15);
  expect(near(new Date(edge + dayMs + 1))).toBe(0);
});

test("a network fades from 15 points to none as unrelated members share it: at five it says nothing", () => {
  const earlier = [earlierMember({ visit: { ...visit, at: hoursBefore(2) } })];
  const shared = (unrelatedOnNetwork: number) => points(ipDuplicate, { earlier, unrelatedOnNetwork });
  expect([0, 1, 2, 3, 4, 5, 6, 500].map(shared)).toEqual([15, 12, 9, 6, 3, 0, 0, 0]);
});

test("no network on record says nothing", () => {
  const earlier = [earlierMember({ visit: { ...visit, networkKey: null } })];
  expect(points(ipDuplicate, { earlier })).toBe(0);
  expect(points(ipDuplicate, { earlier, visit: { ...visit, networkKey: null } })).toBe(0);
  expect(points(ipDuplicate, { earlier, visit: null })).toBe(0);
});

test("points add up, and from 60 on a person looks", () => {
  expect(holdAt).toBe(60);
  const rule = (points: number): FraudRule => ({
    type: "velocity_limit",
    examine: () => ({ points, flagged: true, evidence: {}, sentence: say("fraud.noVisit") }),
  });
  expect(assess(honest(), [rule(30), rule(29)])).toMatchObject({ score: 59, held: false });
  expect(assess(honest(), [rule(30), rule(30)])).toMatchObject({ score: 60, held: true });
  const both = { ...referredWith({ email: "x@mailinator.com" }), referralsInDay: 11 };
  expect(assess(honest(both))).toMatchObject({ score: 60, held: true });
});

test("a rule that throws holds the referral, whatever the others say, and its words stay inside", () => {
  const broken: FraudRule = {
    type: "ip_duplicate",
    examine() {
      throw new TypeError("the address 203.0.113.7 was not expected");
    },
  };
  const { held, score, checks } = assess(honest(), [broken, selfReferral]);
  expect([held, score]).toEqual([true, 0]);
  expect(checks[0]).toMatchObject({
    failed: true,
    flagged: true,
    points: 0,
    evidence: { error: "TypeError" },
  });
  expect(JSON.stringify(checks)).not.toContain("203.0.113.7");
});

test("a rule sees plain values and changes none of them", () => {
  const input = honest({ earlier: [earlierMember()], signedUpAt: noon });
  const before = structuredClone(input);
  assess(input);
  expect(input).toEqual(before);
});
