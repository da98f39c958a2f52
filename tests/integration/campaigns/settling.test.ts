import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getCampaign } from "#lib/campaigns/index.ts";
import { updateReward } from "#lib/rewards/index.ts";
import { getCampaignDraw, getCampaignResult } from "#lib/standings/index.ts";
import { runJob } from "#lib/workflows/index.ts";
import {
  announce,
  bring,
  type CampaignScene,
  ended,
  hours,
  linesOf,
  makeCampaignScene,
  makePrize,
  memberOf,
  passTo,
  pointsOn,
  prizesOf,
  refund,
  settled,
} from "#tests/support/campaign-stage.ts";
import { asMember } from "#tests/support/factories.ts";
import { openReferralStage, type ReferralStage } from "#tests/support/referral-stage.ts";

let stage: ReferralStage;
beforeAll(async () => {
  stage = await openReferralStage({ now: hours(-24) });
});
afterAll(() => stage.close());

/** Kai brings two and Lea one: whoever is first wins. */
async function contest() {
  const scene = await makeCampaignScene(stage.services);
  const rewardId = await makePrize(scene);
  const { id } = await announce(scene, { prizes: [{ kind: "rank", from: 1, to: 1, rewardId }] });
  const sales = [await bring(scene, "kai", hours(1)), await bring(scene, "kai", hours(2))];
  await bring(scene, "lea", hours(3));
  return { scene, id, rewardId, sales };
}

const advance = ({ system, companyId }: CampaignScene, campaignId: string) =>
  runJob(system, "advance-campaign", { companyId, campaignId });

describe("the settling", () => {
  test("takes in a late refund: another member wins", async () => {
    const { scene, id, sales } = await contest();
    await passTo(scene, ended);
    expect(await pointsOn(scene, id)).toEqual({ kai: 20, lea: 10 });
    for (const sale of sales) await refund(scene, sale, hours(24 * 10));
    await passTo(scene, settled);
    expect(await prizesOf(scene, id)).toEqual([{ winner: "lea", given: [expect.any(String)] }]);
  });

  test("is over when it is over: a refund after it changes nothing", async () => {
    const { scene, id, sales } = await contest();
    await passTo(scene, settled);
    const before = await linesOf(scene, id);
    for (const sale of sales) await refund(scene, sale, new Date(settled.getTime() + 1));
    expect(await linesOf(scene, id)).toEqual(before);
    expect(await pointsOn(scene, id)).toEqual({ kai: 20, lea: 10 });
    expect((await prizesOf(scene, id)).map(({ winner }) => winner)).toEqual(["kai"]);
  });

  test("takes in what is known by then, also while the job that says so is still on its way", async () => {
    const { scene, id, sales } = await contest();
    await passTo(scene, new Date(settled.getTime() - 1));
    const { jobs, clock } = stage.services;
    for (const sale of sales) await refund(scene, sale, clock.now());
    jobs.sent.splice(0, jobs.sent.length);
    await passTo(scene, settled);
    expect((await prizesOf(scene, id)).map(({ winner }) => winner)).toEqual(["lea"]);
  });

  test("is told in time: what was earned at the last moment has had its whole hold", async () => {
    const scene = await makeCampaignScene(stage.services);
    const { id } = await announce(scene, { rules: { holdDays: 7, settleDays: 7 } });
    await bring(scene, "kai", new Date(ended.getTime() - 1));
    await passTo(scene, settled);
    expect((await linesOf(scene, id)).map(({ status }) => status)).toEqual(["counted"]);
    expect(await getCampaign(scene.owner, { id })).toMatchObject({ status: "ended", frozenAt: settled });
  });
});

describe("prizes", () => {
  test("are given once, however often and by however many at once it is settled", async () => {
    const { scene, id } = await contest();
    stage.services.clock.set(settled);
    await Promise.all([1, 2, 3, 4, 5].map(() => advance(scene, id)));
    await advance(scene, id);
    expect(await prizesOf(scene, id)).toEqual([{ winner: "kai", given: [expect.any(String)] }]);
  });

  test("of a reward that has run out wait for more, and say so to the winner and the team", async () => {
    const { scene, id, rewardId } = await contest();
    await updateReward(scene.owner, { id: rewardId, stock: 0 });
    await passTo(scene, settled);
    expect(await prizesOf(scene, id)).toEqual([{ winner: "kai", given: ["held"] }]);
    const winner = asMember(stage.services, scene.companyId, memberOf(scene, "kai"));
    for (const reader of [winner, scene.owner]) {
      const { prizes } = await getCampaignResult(reader, { id });
      expect(prizes).toMatchObject([{ rewardName: "A prize", redemption: { status: "held" } }]);
    }
    const other = asMember(stage.services, scene.companyId, memberOf(scene, "lea"));
    expect((await getCampaignResult(other, { id })).prizes).toMatchObject([
      { isMe: false, redemption: null },
    ]);
  });

  test("for places, thresholds and a raffle are found from one frozen standing", async () => {
    const scene = await makeCampaignScene(stage.services, ["kai", "lea", "mo"]);
    const rewardId = await makePrize(scene);
    const { id } = await announce(scene, {
      prizes: [
        { kind: "rank", from: 1, to: 2, rewardId },
        { kind: "threshold", points: 20, rewardId },
        { kind: "raffle", winners: 1, ticketPer: "referral", rewardId },
      ],
    });
    for (const [index, name] of ["lea", "kai", "mo", "kai"].entries())
      await bring(scene, name, hours(index + 1));
    await passTo(scene, settled);
    const { prizes } = await getCampaignResult(scene.owner, { id });
    expect(prizes.map(({ prize, winner, found }) => [prize, winner.name, found.by])).toEqual([
      [0, "kai", "rank"],
      // Mo has as many points, and reached them later.
      [0, "lea", "rank"],
      [1, "kai", "threshold"],
      [2, expect.any(String), "raffle"],
    ]);
  });
});

test("whoever reads the draw can make it again, and nobody can know it beforehand", async () => {
  const scene = await makeCampaignScene(stage.services, ["kai", "lea", "mo"]);
  const rewardId = await makePrize(scene);
  const { id } = await announce(scene, {
    prizes: [{ kind: "raffle", winners: 2, ticketPer: "point", rewardId }],
  });
  for (const [index, name] of ["lea", "kai", "mo", "kai"].entries())
    await bring(scene, name, hours(index + 1));
  const kai = asMember(stage.services, scene.companyId, memberOf(scene, "kai"));
  const before = await getCampaignDraw(kai, { id });
  expect(before).toMatchObject({ seed: null, raffles: [] });
  await passTo(scene, settled);
  const { seed, seedHash, raffles } = await getCampaignDraw(kai, { id });
  expect(seedHash).toBe(before.seedHash);
  expect(
    createHash("sha256")
      .update(seed ?? "")
      .digest("hex"),
  ).toBe(seedHash);
  const [raffle] = raffles;
  let box = (raffle?.tickets ?? []).flatMap(({ name, first, last }) =>
    Array.from({ length: last - first + 1 }, (_, index) => ({ name, ticket: first + index })),
  );
  expect(box).toHaveLength(40);
  const drawn = [1, 2].map((draw) => {
    const number = BigInt(`0x${createHash("sha256").update(`${seed}:0:${draw}`).digest("hex")}`);
    const won = box[Number(number % BigInt(box.length))];
    box = box.filter(({ name }) => name !== won?.name);
    return won;
  });
  expect(raffle?.draws.map(({ name, ticket }) => ({ name, ticket }))).toEqual(drawn);
  const { prizes } = await getCampaignResult(kai, { id });
  expect(prizes.map(({ winner }) => winner.name).toSorted()).toEqual(
    drawn.map((won) => won?.name).toSorted(),
  );
});
