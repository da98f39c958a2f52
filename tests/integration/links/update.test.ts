import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { auditLogs, referralCodeOptions } from "#db/schema/index.ts";
import { transact } from "#lib/core/context.ts";
import { createLink, getLink, type Link, listLinks, updateLink } from "#lib/links/index.ts";
import { type LinkVerbStage, openLinkVerbStage } from "#tests/support/link-verbs.ts";

let stage: LinkVerbStage;
let link: Link;
beforeAll(async () => {
  stage = await openLinkVerbStage();
});
beforeEach(async () => {
  link = await createLink(stage.mona, { channel: "x" });
});
afterAll(async () => stage?.close());

const code = (error: string) => ({ code: error });
const later = "2026-12-24T00:00:00.000Z";

const auditsOf = (id: string) =>
  transact(stage.system, (tx) => tx.select().from(auditLogs).where(eq(auditLogs.subjectId, id)));

describe("a change of a link", () => {
  it("pauses and resumes it, and leaves everything else as it was", async () => {
    expect(await updateLink(stage.mona, { id: link.id, isActive: false })).toEqual({
      ...link,
      isActive: false,
    });
    expect((await getLink(stage.mona, { id: link.id })).isActive).toBe(false);
    expect(await updateLink(stage.mona, { id: link.id, isActive: true })).toEqual(link);
  });

  it("sets and takes away the expiry and the limit, each alone", async () => {
    const { id } = link;
    expect(await updateLink(stage.mona, { id, expiresAt: later })).toMatchObject({ maxUses: null });
    expect(await updateLink(stage.mona, { id, maxUses: 1 })).toMatchObject({ expiresAt: new Date(later) });
    expect(await updateLink(stage.mona, { id, expiresAt: null })).toMatchObject({
      expiresAt: null,
      maxUses: 1,
    });
    expect(await updateLink(stage.mona, { id, maxUses: null })).toEqual(link);
    expect(await getLink(stage.mona, { id })).toEqual(link);
  });

  it("works for a link without any options before", async () => {
    const plain = await createLink(stage.mona);
    const changed = await updateLink(stage.mona, { id: plain.id, maxUses: 5 });
    expect(await getLink(stage.mona, { id: plain.id })).toEqual({ ...changed, maxUses: 5 });
  });

  it("that changes nothing leaves no trace", async () => {
    const before = await auditsOf(link.id);
    await updateLink(stage.mona, { id: link.id, isActive: true, maxUses: null });
    await updateLink(stage.mona, { id: link.id });
    expect(await auditsOf(link.id)).toHaveLength(before.length);
  });

  it("is logged with what was and what is", async () => {
    await updateLink(stage.team, { id: link.id, isActive: false });
    const line = (await auditsOf(link.id)).find(({ action }) => action === "link.updated");
    expect(line?.details).toMatchObject({ before: { isActive: true }, after: { isActive: false } });
  });

  it("is refused when it makes no sense", async () => {
    const wrong = [
      { maxUses: 0 },
      { maxUses: -1 },
      { expiresAt: "2026-11-21T12:00:00.000Z" },
      { expiresAt: "2020-01-01T00:00:00.000Z" },
      { code: "another" },
    ];
    for (const change of wrong) {
      const attempt = updateLink(stage.mona, { id: link.id, ...change });
      await expect(attempt, JSON.stringify(change)).rejects.toMatchObject(code("invalid_input"));
    }
    expect(await getLink(stage.mona, { id: link.id })).toEqual(link);
  });

  it("is for its owner and the team: to everybody else the link does not exist", async () => {
    for (const other of [stage.kai, stage.stranger, stage.strangersTeam]) {
      const attempt = updateLink(other, { id: link.id, isActive: false });
      await expect(attempt).rejects.toMatchObject(code("not_found"));
      await expect(getLink(other, { id: link.id })).rejects.toMatchObject(code("not_found"));
    }
    expect(await getLink(stage.team, { id: link.id })).toEqual(link);
  });

  it("by the team and the member at once keeps what each of them said", async () => {
    for (const maxUses of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const isActive = maxUses % 2 === 0;
      await Promise.all([
        updateLink(stage.team, { id: link.id, isActive }),
        updateLink(stage.mona, { id: link.id, maxUses }),
      ]);
      expect(await getLink(stage.mona, { id: link.id })).toMatchObject({ isActive, maxUses });
    }
  });

  it("that takes back the team's pause is the team's", async () => {
    const { id } = link;
    const paused = await updateLink(stage.team, { id, isActive: false });
    expect(paused.pausedByTeam).toBe(true);
    await expect(updateLink(stage.mona, { id, isActive: true })).rejects.toMatchObject(code("forbidden"));
    // To pause it once more does not make it one's own.
    await updateLink(stage.mona, { id, isActive: false });
    await expect(updateLink(stage.mona, { id, isActive: true })).rejects.toMatchObject(code("forbidden"));
    expect(await updateLink(stage.team, { id, isActive: true })).toEqual(link);
    await updateLink(stage.mona, { id, isActive: false });
    expect(await updateLink(stage.mona, { id, isActive: true })).toEqual(link);
    await updateLink(stage.mona, { id, isActive: false });
    await updateLink(stage.team, { id, isActive: false });
    await expect(updateLink(stage.mona, { id, isActive: true })).rejects.toMatchObject(code("forbidden"));
  });

  it("is told to make a new one after a thousand changes; the team still pauses it", async () => {
    await updateLink(stage.mona, { id: link.id, maxUses: 5 });
    await transact(stage.system, (tx) =>
      tx
        .update(referralCodeOptions)
        .set({
          earlier: Array.from({ length: 1_000 }, () => ({
            until: "2026-01-01T00:00:00.000Z",
            isActive: true,
            expiresAt: null,
            maxUses: null,
          })),
        })
        .where(eq(referralCodeOptions.codeId, link.id)),
    );
    await expect(updateLink(stage.mona, { id: link.id, maxUses: 6 })).rejects.toMatchObject(code("conflict"));
    expect(await updateLink(stage.team, { id: link.id, isActive: false })).toMatchObject({ isActive: false });
  });

  it("by several at once ends in one of their states, with every change logged", async () => {
    const uses = [1, 2, 3, 4, 5, 6];
    await Promise.all(uses.map((maxUses) => updateLink(stage.mona, { id: link.id, maxUses })));
    const { maxUses } = await getLink(stage.mona, { id: link.id });
    expect(uses).toContain(maxUses);
    expect((await auditsOf(link.id)).filter(({ action }) => action === "link.updated")).toHaveLength(6);
  });
});

describe("a list of links", () => {
  it("holds the member's own, oldest first; the team names whose", async () => {
    const mine = await listLinks(stage.mona);
    expect(mine.at(-1)).toEqual(link);
    expect(new Set(mine.map(({ userId }) => userId))).toEqual(new Set([stage.monaId]));
    const times = mine.map(({ createdAt, id }) => `${createdAt.toISOString()} ${id}`);
    expect(times).toEqual(times.toSorted());
    expect(await listLinks(stage.team, { userId: stage.monaId })).toEqual(mine);
    expect(await listLinks(stage.kai)).toEqual([]);
  });

  it("is closed to other members and empty for other communities", async () => {
    await expect(listLinks(stage.kai, { userId: stage.monaId })).rejects.toMatchObject(code("forbidden"));
    expect(await listLinks(stage.strangersTeam, { userId: stage.monaId })).toEqual([]);
  });
});
