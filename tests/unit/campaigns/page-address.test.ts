import { describe, expect, it, test } from "vitest";
import { pagePathOf } from "#lib/campaigns/index.ts";
import { slugOf } from "#lib/campaigns/page-address.ts";

describe("a campaign's name in an address", () => {
  test.each([
    ["First-week sprint", "first-week-sprint"],
    ["¡Sprint de otoño!", "sprint-de-otono"],
    ["  50 % off -- twice  ", "50-off-twice"],
    ["Großer Preis", "grosser-preis"],
    ["春のキャンペーン", "campaign"],
    ["🎉", "campaign"],
    ["../../etc/passwd", "etc-passwd"],
    ["<script>alert(1)</script>", "script-alert-1-script"],
  ])("%j is %j", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it("is cut between words, and ends in none of its hyphens", () => {
    const slug = slugOf("the longest campaign ".repeat(6));
    expect(slug).toBe("the-longest-campaign-the-longest-campaign-the-longest");
    expect(slugOf("x".repeat(120))).toBe("x".repeat(60));
  });
});

describe("a public address", () => {
  it("is the same in any letters, but for Whop's ids, whose letters differ", () => {
    expect(pagePathOf("Studio-North", "SPRINT")).toBe("studio-north/sprint");
    expect(pagePathOf("biz_AbC", "Sprint")).toBe("biz_AbC/sprint");
  });

  test.each([
    ["", "x"],
    ["..", "x"],
    ["a/b", "x"],
    ["a", ".."],
    ["a", "x y"],
    ["a", "x'--"],
    ["a", "%2e%2e"],
    ["a", "x".repeat(200)],
    ["\u0000", "x"],
  ])("%j with %j can lead nowhere", (community, slug) => {
    expect(pagePathOf(community, slug)).toBeNull();
  });
});
