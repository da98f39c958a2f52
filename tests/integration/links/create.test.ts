import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listActivity } from "#lib/audit/index.ts";
import { createLink, ensureChannelLink, ensureMainLink, listLinks, updateLink } from "#lib/links/index.ts";
import { unique } from "#tests/support/factories.ts";
import { type LinkVerbStage, openLinkVerbStage } from "#tests/support/link-verbs.ts";

let stage: LinkVerbStage;
beforeAll(async () => {
  stage = await openLinkVerbStage();
});
afterAll(async () => stage?.close());

const inADay = "2026-11-22T12:00:00.000Z";
const vanity = () => unique("v").toLowerCase();
const code = (error: unknown) => ({ code: error });

describe("a new link", () => {
  it("has a random code, an address of ours, and asks for its checkout in the same transaction", async () => {
    const link = await createLink(stage.mona, { channel: "WhatsApp" });
    expect(link).toMatchObject({
      userId: stage.monaId,
      url: `http://localhost:3000/r/${link.code}`,
      channel: "whatsapp",
      purchaseUrl: null,
      isActive: true,
      isVanity: false,
      expiresAt: null,
      maxUses: null,
    });
    expect(link.code).toMatch(/^[2-9a-z]{11}$/);
    const jobs = stage.services.jobs.named("create-checkout").map(({ payload }) => payload);
    expect(jobs).toContainEqual({ companyId: stage.companyId, codeId: link.id });
  });

  it("leaves a line in the activity log that names who made it", async () => {
    const link = await createLink(stage.mona, { channel: "x", maxUses: 3 });
    const { entries } = await listActivity(stage.team, {});
    const line = entries.find(({ subjectId }) => subjectId === link.id);
    expect(line).toMatchObject({
      action: "link.created",
      details: { code: link.code, channel: "x", maxUses: 3 },
    });
  });

  it("keeps its limits at the boundary, and refuses what lies beyond", async () => {
    const most = await createLink(stage.mona, { expiresAt: inADay, maxUses: 1_000_000 });
    expect(most).toMatchObject({ maxUses: 1_000_000, expiresAt: new Date(inADay) });
    const wrong = [
      { maxUses: 0 },
      { maxUses: 1_000_001 },
      { maxUses: 1.5 },
      { expiresAt: "2026-11-21T12:00:00.000Z" },
      { expiresAt: "yesterday" },
      { channel: "no spaces" },
      { channel: "" },
      { channel: "x".repeat(33) },
      { planId: "plan_of_nobody" },
      { campaignId: stage.monaId },
      { unknown: 1 },
    ];
    for (const wish of wrong) {
      await expect(createLink(stage.mona, wish), JSON.stringify(wish)).rejects.toMatchObject(
        code("invalid_input"),
      );
    }
  });

  it("is made for somebody else by the team only, and for nobody who is not of the community", async () => {
    const link = await createLink(stage.team, { userId: stage.kaiId, channel: "x" });
    expect(link.userId).toBe(stage.kaiId);
    const forOther = createLink(stage.mona, { userId: stage.kaiId });
    await expect(forOther).rejects.toMatchObject(code("forbidden"));
    const { userId } = { userId: stage.stranger.actor.kind === "member" ? stage.stranger.actor.userId : "" };
    for (const nobody of [userId, randomUUID()]) {
      const forNobody = createLink(stage.team, { userId: nobody, channel: "x" });
      await expect(forNobody).rejects.toMatchObject(code("not_found"));
    }
    expect(await listLinks(stage.stranger)).toEqual([]);
  });

  it("is refused when a member has 100 already, also of some who ask for the last one at once", async () => {
    for (let i = 0; i < 99; i += 1) await createLink(stage.stranger, { channel: `c${i}` });
    const last = Array.from({ length: 4 }, () => createLink(stage.stranger, { channel: "last" }));
    const made = (await Promise.allSettled(last)).filter(({ status }) => status === "fulfilled");
    expect(made).toHaveLength(1);
    await expect(createLink(stage.stranger, {})).rejects.toMatchObject(code("conflict"));
    expect(await listLinks(stage.stranger)).toHaveLength(100);
  });
});

describe("a code of one's own choice", () => {
  it("is stored in small letters, and is the member's main link from then on", async () => {
    const first = await ensureMainLink(stage.kai);
    const wish = vanity();
    const link = await createLink(stage.kai, { code: ` ${wish.toUpperCase()} ` });
    expect(link).toMatchObject({ code: wish, isVanity: true });
    expect((await ensureMainLink(stage.kai)).id).toBe(link.id);
    expect((await listLinks(stage.kai)).map(({ id }) => id)).toContain(first.id);
  });

  it("cannot be one that is reserved or passes for an address", async () => {
    for (const wish of ["admin", "Whop", "api", "ab", "a--", "a/b", "%2e%2e", "ünsal", "card"]) {
      await expect(createLink(stage.mona, { code: wish }), wish).rejects.toMatchObject(code("invalid_input"));
    }
  });

  it("is taken when anybody has it, in this community or another, in whatever letters", async () => {
    const wish = vanity();
    await createLink(stage.strangersTeam, { code: wish });
    for (const again of [wish, wish.toUpperCase()]) {
      await expect(createLink(stage.mona, { code: again })).rejects.toMatchObject(code("conflict"));
    }
    const own = vanity();
    await createLink(stage.mona, { code: own });
    await expect(createLink(stage.mona, { code: own })).rejects.toMatchObject(code("conflict"));
    await expect(createLink(stage.kai, { code: own })).rejects.toMatchObject(code("conflict"));
  });

  it("goes to one of many who ask for it at once, and nothing is left of the others' attempts", async () => {
    const wish = vanity();
    const before = (await listLinks(stage.mona)).length + (await listLinks(stage.kai)).length;
    const asked = [stage.mona, stage.kai, stage.strangersTeam, stage.mona, stage.kai, stage.strangersTeam];
    const results = await Promise.allSettled(asked.map((ctx) => createLink(ctx, { code: wish })));
    const made = results.filter(({ status }) => status === "fulfilled");
    expect(made).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject(code("conflict"));
    }
    const links = [...(await listLinks(stage.mona)), ...(await listLinks(stage.kai))];
    const found = [...links, ...(await listLinks(stage.strangersTeam))].filter((link) => link.code === wish);
    expect(found).toHaveLength(1);
    expect(links.length - before).toBeLessThanOrEqual(1);
  });
});

describe("the main link", () => {
  it("is one, however often and at once the page is opened", async () => {
    const opened = await Promise.all(Array.from({ length: 8 }, () => ensureMainLink(stage.team)));
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect(await listLinks(stage.team)).toHaveLength(1);
  });
});

describe("the link of a channel", () => {
  it("is one, however often and at once it is wanted, until it is paused", async () => {
    const channel = unique("c").toLowerCase();
    const limited = await createLink(stage.mona, { channel, maxUses: 3 });
    const wanted = await Promise.all(
      Array.from({ length: 6 }, () =>
        ensureChannelLink(stage.mona, { channel: ` ${channel.toUpperCase()}` }),
      ),
    );
    const ids = new Set(wanted.map(({ id }) => id));
    expect(ids.size).toBe(1);
    expect(ids.has(limited.id)).toBe(false);
    const [id = ""] = ids;
    expect((await ensureChannelLink(stage.team, { channel, userId: stage.monaId })).id).toBe(id);
    expect((await ensureChannelLink(stage.kai, { channel })).userId).toBe(stage.kaiId);
    await updateLink(stage.mona, { id, isActive: false });
    expect((await ensureChannelLink(stage.mona, { channel })).id).not.toBe(id);
  });

  it("is made for somebody else by the team only, and for nobody who is not of the community", async () => {
    const forOther = ensureChannelLink(stage.mona, { channel: "x", userId: stage.kaiId });
    await expect(forOther).rejects.toMatchObject(code("forbidden"));
    const forNobody = ensureChannelLink(stage.team, { channel: "x", userId: randomUUID() });
    await expect(forNobody).rejects.toMatchObject(code("not_found"));
  });
});
