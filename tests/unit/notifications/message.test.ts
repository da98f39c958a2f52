import { expect, it } from "vitest";
import { notificationKinds } from "#db/enums.ts";
import { say } from "#lib/core/said.ts";
import { messageOf, type Part } from "#lib/notifications/message.ts";

const english = { language: "en", timeZone: "Europe/Madrid" } as const;
const spanish = { language: "es", timeZone: "America/Bogota" } as const;

const joined = (member: string, restPath = "/activity"): Part => ({
  kind: "joined",
  told: say("notification.joined", { member }),
  restPath,
});
const expiring: Part = {
  kind: "reward_expiring",
  told: say("notification.rewardExpiring", { reward: "A week", until: new Date("2026-11-21T12:00:00Z") }),
  restPath: "/rewards",
};

it("is in the reader's language and by the clocks on their wall", () => {
  expect(messageOf([expiring], english)).toEqual({
    title: "Your reward is about to lapse",
    content: "Use A week by 21 Nov, 13:00, or it lapses.",
    restPath: "/rewards",
  });
  expect(messageOf([expiring], spanish).content).toContain("07:00");
  expect(messageOf([expiring], spanish).title).toBe("Tu recompensa está a punto de caducar");
});

it("says several things in one message, each once, and opens the place that all of them mean", () => {
  expect(messageOf([joined("Kai"), joined("Mia"), joined("Kai")], english)).toEqual({
    title: "Somebody joined",
    content: "Kai joined through your link.\nMia joined through your link.",
    restPath: "/activity",
  });
  expect(messageOf([joined("Kai"), expiring], english)).toMatchObject({
    title: "2 things happened",
    restPath: "/",
  });
});

it("is short enough to be read at a glance", () => {
  const many = Array.from({ length: 40 }, (_, n) => joined(`Friend ${n}`));
  expect(messageOf(many, english).content.split("\n")).toHaveLength(6);
  expect(messageOf(many, english).content).toContain("And 35 more.");
});

it("has a headline for every kind, in every language", () => {
  for (const kind of notificationKinds)
    for (const reader of [english, spanish])
      expect(messageOf([{ kind, told: "x", restPath: "/" }], reader).title).not.toMatch(/notification|_/);
});
