import { describe, expect, it } from "vitest";
import { drawingOf } from "#lib/clicks/card-drawing.ts";
import { drawableText, initialsOf } from "#lib/clicks/card-text.ts";

describe("a text on a card", () => {
  it.each([
    ["Mona Story", "Mona Story"],
    ["  Mona \n Story ", "Mona Story"],
    ["🔥 Kai 🚀👩‍👩‍👧🇪🇸", "Kai"],
    ["1️⃣ Club ©®™", "1 Club ©®™"],
    ["Nguye\u0302\u0303n", "Nguyễn"],
    ["Анна", "Анна"],
    ["محمد", null],
    ["Anna 王", null],
    ["🔥", null],
    ["---", null],
    ["\u202e\u200b", null],
    ["", null],
    [null, null],
  ])("%j is drawn as %j", (text, drawn) => {
    expect(drawableText(text, 40)).toBe(drawn);
  });

  it("is cut to its room, with a sign that it was", () => {
    expect(drawableText("x".repeat(41), 40)).toBe(`${"x".repeat(39)}…`);
    expect(drawableText("x".repeat(40), 40)).toBe("x".repeat(40));
    expect(drawableText("Bring a friend to the club", 20)).toBe("Bring a friend to…");
    expect(drawableText("Bring a friend to the club", 18)).toBe("Bring a friend to…");
    expect(drawableText("A thousandfold announcement", 12)).toBe("A thousandf…");
  });

  it("is the user name where the name cannot be drawn, and none rather than half a name", () => {
    const facts = { title: "Club", offer: null, address: "x.test/r/a" };
    expect(drawingOf({ ...facts, names: ["王小明", "xiaoming"] }, "en").name).toBe("xiaoming");
    expect(drawingOf({ ...facts, names: ["王小明"] }, "en").name).toBeNull();
  });

  it("has one or two letters that stand for a name", () => {
    expect(["Mona Story", "kai", "Ana M. de la Cruz", "a_b-c", "«Zoë»"].map(initialsOf)).toEqual([
      "MS",
      "K",
      "AC",
      "AC",
      "«",
    ]);
  });
});
