import { describe, expect, test } from "vitest";
import { changesTo, isSame, outsideOf } from "#app/dashboard/[companyId]/settings/_forms/settings-values.ts";

describe("values of a settings form", () => {
  test("are changed only where the server would keep something else", () => {
    const saved = { offerText: "20 % off", holdDays: 14, planId: null };
    expect(changesTo(saved, { offerText: "20 % off ", holdDays: 14 })).toEqual({});
    expect(changesTo(saved, { offerText: "30 % off", holdDays: Number.NaN })).toEqual({
      offerText: "30 % off",
      holdDays: Number.NaN,
    });
    expect(changesTo<{ offerText: string | null }>(saved, { offerText: null })).toEqual({ offerText: null });
  });

  test("are held to the ranges of what is shown, and to whole numbers", () => {
    const values = { above: Number.NaN, below: 30.5, extraDays: 14 };
    expect(outsideOf(values, { extraDays: [1, 90] })).toEqual([]);
    expect(outsideOf(values, { above: [0, 100], below: [0, 100], extraDays: [15, 90] })).toEqual([
      ["above", [0, 100]],
      ["below", [0, 100]],
      ["extraDays", [15, 90]],
    ]);
  });

  test("are the same in whatever order the database keeps their fields", () => {
    const typed = { minimums: { USD: "25.00", EUR: "20.00" }, schedule: null };
    expect(isSame(typed, { schedule: null, minimums: { EUR: "20.00", USD: "25.00" } })).toBe(true);
    expect(isSame(typed, { ...typed, minimums: { USD: "25.00" } })).toBe(false);
  });
});
