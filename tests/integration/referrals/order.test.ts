import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { minuteMs } from "#lib/core/clock.ts";
import { referenceOf } from "#lib/links/index.ts";
import { createReward } from "#lib/rewards/index.ts";
import { testNow } from "#tests/support/context.ts";
import { envelope } from "#tests/support/events.ts";
import { asOwner, makeCompany, makeLink, makeMember, unique } from "#tests/support/factories.ts";
import {
  drainJobs,
  endOf,
  openReferralStage,
  type ReferralStage,
  recordClicks,
} from "#tests/support/referral-stage.ts";
import { weekFree } from "#tests/support/rewards.ts";
import { requestOf, signWebhook, webhookSecret } from "#tests/support/signed.ts";
import * as shapes from "#tests/unit/whop/shapes.ts";
import { processInbox } from "#webhooks/process.ts";
import { receiveWebhook, type WebhookReceiver } from "#webhooks/receive.ts";

let stage: ReferralStage;
let receive: WebhookReceiver;
beforeAll(async () => {
  stage = await openReferralStage();
  receive = receiveWebhook(stage.services, [webhookSecret]);
});
afterAll(async () => {
  await receive.close(1000);
  await stage.close();
});

const shown = ["nested", "flat"] as const;
type Shape = (typeof shown)[number];
const at = (minutes: number) => new Date(testNow.getTime() - 120 * minuteMs + minutes * minuteMs);

/** What Whop's events of one purchase are about; the same in every community but for the ids. */
type Told = (shape: Shape) => object;
type Purchase = Awaited<ReturnType<typeof openCommunity>>;

async function openCommunity() {
  const { services } = stage;
  const { companyId, system } = await makeCompany(services);
  const owner = await makeMember(system);
  const referrer = await makeMember(system);
  const link = await makeLink(system, referrer.id);
  const reward = await createReward(asOwner(services, companyId, owner), weekFree({ holdDays: 14 }));
  await recordClicks(system, [{ codeId: link.id, at: at(-5), visitor: 5n, network: 6n }]);
  const ids = {
    user: { id: unique("user_"), username: "ann", name: "Ann Example" as const },
    membership: unique("mem_"),
    payment: unique("pay_"),
    refund: unique("rf_"),
    dispute: unique("dspt_"),
  };
  const buyer = await makeMember(system, { whopUserId: ids.user.id });
  const names = {
    [reward.id]: "the reward",
    [referrer.id]: "the referrer",
    [link.id]: "the link",
    [link.code]: "the code",
    [buyer.id]: "the buyer",
    [ids.user.id]: "the buyer at Whop",
    [ids.membership]: "the membership",
    [ids.payment]: "the payment",
  };
  return {
    companyId,
    system,
    ids,
    names,
    metadata: { ...referenceOf(services.secrets, companyId, link.id) },
  };
}

function eventsOf({ companyId, ids, metadata }: Purchase): Record<string, Told> {
  const event = (type: string, minutes: number, nested: object, flat: object): Told => {
    return (shape) =>
      envelope(type, { companyId, at: at(minutes), id: "" }, shape === "nested" ? nested : flat);
  };
  const membership = (type: string, minutes: number, status: "active" | "canceled") => {
    const object = {
      id: ids.membership,
      company: companyId,
      user: ids.user,
      plan: "plan_main",
      product: "prod_main",
      status,
      metadata,
      cancels: false,
      periodEnd: null,
      createdAt: at(0).toISOString(),
    };
    const updatedAt = at(minutes).toISOString();
    return event(type, minutes, shapes.nestedMembership(object, updatedAt), shapes.flatMembership(object));
  };
  const payment = (
    type: string,
    minutes: number,
    status: "open" | "paid",
    substatus: "pending" | "succeeded",
  ) => {
    const object = {
      id: ids.payment,
      company: companyId,
      user: ids.user,
      membership: ids.membership,
      plan: "plan_main",
      product: "prod_main",
      checkout: null,
      promo: null,
      status,
      substatus,
      reason: "subscription_create" as const,
      currency: "usd",
      total: 2900,
      tax: 400,
      refunded: 0,
      metadata,
      card: { method: "payt_ann123", brand: "visa" as const, last4: "4242" },
      email: "ann@example.com" as const,
      paidAt: status === "paid" ? at(minutes).toISOString() : null,
      createdAt: at(0).toISOString(),
      updatedAt: at(minutes).toISOString(),
    };
    return event(type, minutes, shapes.nestedPayment(object), shapes.flatPayment(object));
  };
  const refund = (type: string, minutes: number, status: "pending" | "succeeded" | "failed") => {
    const object = {
      id: ids.refund,
      company: companyId,
      payment: ids.payment,
      status,
      currency: "usd",
      amount: 2900,
      createdAt: at(20).toISOString(),
    };
    return event(type, minutes, shapes.nestedRefund(object), shapes.flatRefund(object));
  };
  const dispute = (type: string, minutes: number, status: string) => {
    const object = {
      id: ids.dispute,
      company: companyId,
      payment: ids.payment,
      status: "under_review" as const,
      inquiry: false,
      reason: "fraudulent" as const,
      currency: "usd",
      amount: 2900,
      createdAt: at(40).toISOString(),
    };
    return event(
      type,
      minutes,
      { ...shapes.nestedDispute(object), status },
      { ...shapes.flatDispute(object), status },
    );
  };
  return {
    activated: membership("membership.activated", 1, "active"),
    deactivated: membership("membership.deactivated", 60, "canceled"),
    created: payment("payment.created", 1, "open", "pending"),
    succeeded: payment("payment.succeeded", 2, "paid", "succeeded"),
    refundCreated: refund("refund.created", 20, "pending"),
    refunded: refund("refund.updated", 21, "succeeded"),
    refundFailed: refund("refund.updated", 22, "failed"),
    disputed: dispute("dispute.created", 40, "needs_response"),
    disputeLost: dispute("dispute.updated", 41, "lost"),
    disputeWon: dispute("dispute.updated", 42, "won"),
  };
}

const swiftJobs = ["settle-referral", "evaluate-rewards", "refresh-member-stats"] as const;

type Telling = { name: string; shape: Shape }[];

/** Tells each story in a community of its own, a step of all of them at a time, as webhooks; the ends are compared. */
async function endsOf(tellings: readonly Telling[], jobs: "at once" | "in the end"): Promise<string[]> {
  const { services } = stage;
  const communities = await Promise.all(tellings.map(openCommunity));
  const events = communities.map(eventsOf);
  const longest = Math.max(...tellings.map((telling) => telling.length));
  for (let step = 0; step < longest; step += 1) {
    const sent = tellings.map(async (telling, nth) => {
      const told = telling[step];
      const event = told && events[nth]?.[told.name]?.(told.shape);
      if (!event) return;
      const id = unique("msg_");
      const answer = await receive(requestOf(signWebhook(id, { ...event, id }, services.clock.now())));
      expect(answer.status).toBe(200);
    });
    await Promise.all(sent);
    expect(await processInbox(services, 1000)).toMatchObject({ poison: 0, refused: 0, dead: 0, parked: 0 });
    await drainJobs(services, jobs === "at once" ? swiftJobs : ["settle-referral"], 6);
  }
  await drainJobs(services, swiftJobs, 6);
  return Promise.all(communities.map(({ system, names }) => endOf(system, names)));
}

const inShape = (shape: Shape, ...names: string[]): Telling => names.map((name) => ({ name, shape }));
/** Every second event in the other shape: Whop changes it in the middle of a purchase. */
const mixed = (names: readonly string[], from: number): Telling =>
  names.map((name, nth) => ({ name, shape: shown[(nth + from) % 2] ?? "flat" }));

it("a purchase and its refund end the same in all 120 orders of their events, whichever shape each has", async () => {
  const story = ["activated", "created", "succeeded", "refundCreated", "refunded"];
  const orders = [...permutations(story)];
  expect(orders).toHaveLength(120);
  const plainly = [inShape("nested", ...story), inShape("flat", ...story)];
  const tellings = [...plainly, ...orders.map((order, nth) => mixed(order, nth % 2))];
  const [expected, ...ends] = await endsOf(tellings, "in the end");
  expect(expected).toContain('"cancelReason":"refunded"');
  expect(expected).toContain('"outcome":"reversed"');
  expect(expected).toContain('"rewards": []');
  expect(differences(expected, ends)).toEqual([]);
});

it("a purchase that stands ends the same in all orders, and earns the reward once", async () => {
  const story = ["activated", "succeeded", "disputed", "disputeWon"];
  const orders = [...permutations(story)].map((order, nth) =>
    mixed(nth % 4 === 0 ? [...order, ...order] : order, nth % 2),
  );
  const [expected, ...ends] = await endsOf([inShape("flat", ...story), ...orders], "at once");
  expect(expected).toContain('"status":"converted"');
  expect(expected?.match(/"payableAt"/g)).toHaveLength(1);
  expect(differences(expected, ends)).toEqual([]);
});

it("a whole life of a purchase ends the same after any shuffle with repeats", async () => {
  const story = [
    "created",
    "activated",
    "succeeded",
    "refundCreated",
    "refunded",
    "refundFailed",
    "disputed",
    "disputeLost",
    "deactivated",
  ];
  const shuffles = fc.sample(
    fc.array(fc.constantFrom(...story), { minLength: 2, maxLength: 5 }).chain((again) => {
      const all = [...story, ...again];
      return fc.tuple(fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(1));
    }),
    { numRuns: 24, seed: 20261121 },
  );
  const tellings = shuffles.map(([order, from]) => mixed(order, from));
  const [expected, ...ends] = await endsOf([inShape("nested", ...story), ...tellings], "at once");
  expect(expected).toContain('"cancelReason":"dispute_lost"');
  expect(differences(expected, ends)).toEqual([]);
});

/** The lines of the ends that the expected one does not have. */
function differences(expected: string | undefined, ends: readonly string[]): string[] {
  const known = new Set(expected?.split("\n"));
  return [...new Set(ends.flatMap((end) => end.split("\n")))].filter((line) => !known.has(line));
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length <= 1) {
    yield [...items];
    return;
  }
  for (const [index, item] of items.entries()) {
    for (const tail of permutations([...items.slice(0, index), ...items.slice(index + 1)]))
      yield [item, ...tail];
  }
}
