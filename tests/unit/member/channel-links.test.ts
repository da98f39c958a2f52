import { expect, test } from "vitest";
import { channelLinks } from "#app/experiences/[experienceId]/_home/views.ts";
import type { Link } from "#lib/links/index.ts";

function link(channel: string | null, code: string, isActive = true): Link {
  return {
    id: code,
    userId: "kai",
    code,
    url: `https://app.test/r/${code}`,
    purchaseUrl: null,
    channel,
    campaignId: null,
    planId: null,
    isActive,
    pausedByTeam: false,
    isVanity: false,
    expiresAt: null,
    maxUses: null,
    createdAt: new Date("2026-03-02T00:00:00Z"),
  };
}

test("a channel has one link, and a paused one only where none of it works", () => {
  const links = [
    link(null, "main"),
    { ...link("x", "x-for-ten"), maxUses: 10 },
    link("x", "x-paused", false),
    link("x", "x-first"),
    link("sms", "sms-paused", false),
    link("x", "x-second"),
    link("x", "x-paused-later", false),
  ];
  expect(channelLinks({ links })).toEqual([
    { channel: "x", url: "https://app.test/r/x-first", isActive: true },
    { channel: "sms", url: "https://app.test/r/sms-paused", isActive: false },
  ]);
});
