import { describe, expect, it } from "vitest";
import { type ClickRow, clickColumns } from "#lib/clicks/click-row.ts";
import { newId } from "#lib/core/ids.ts";

const row: ClickRow = {
  id: newId(),
  companyId: "biz_1",
  codeId: newId(),
  clickedAt: new Date("2026-11-21T12:00:00Z"),
  class: "human",
  visitorKey: -5n,
  earlierKey: null,
  networkKey: null,
  byCookie: false,
  toFallback: false,
  device: "mobile",
  country: null,
  referrerHost: null,
  utm: null,
};

describe("a batch of clicks", () => {
  it("counts a visitor once per link, however often they are in the batch", () => {
    const other = { ...row, codeId: newId() };
    const columns = clickColumns([row, row, other, { ...row, class: "bot" }, { ...row, visitorKey: 5n }]);
    expect(columns[4]).toBe("{human,duplicate,human,bot,human}");
  });

  it("asks for earlier visits only when somebody has any", () => {
    expect(clickColumns([row]).at(-1)).toBeNull();
    expect(clickColumns([row, { ...row, earlierKey: 7n }]).at(-1)).toBe("{NULL,7}");
  });
});
