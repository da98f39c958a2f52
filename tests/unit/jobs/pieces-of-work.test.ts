import { expect, it } from "vitest";
import { piecesOfWork } from "#lib/jobs/index.ts";

const ids = Array.from(
  { length: 1_200 },
  (_, nth) => `00000000-0000-7000-8000-${String(nth).padStart(12, "0")}`,
);
const job = (payload: unknown) => ({ payload });
const stats = (companyId: string, ...nths: number[]) =>
  job({ companyId, userIds: nths.map((nth) => ids[nth]) });

it("equal payloads are one piece of work, different ones are not", () => {
  const jobs = ["a", "b", "a"].map((whopUserId) => job({ companyId: "biz_1", whopUserId }));
  const pieces = piecesOfWork("settle-referral", jobs);
  expect(pieces.map((piece) => piece.jobs)).toEqual([[jobs[0], jobs[2]], [jobs[1]]]);
  expect(pieces.flatMap((piece) => piece.parts)).toEqual([]);
});

it("members of one community are counted together, never with another community's, and each job is in one piece", () => {
  const jobs = [stats("biz_1", 1), stats("biz_2", 1), stats("biz_1", 2, 3), stats("biz_1", 1)];
  const pieces = piecesOfWork("refresh-member-stats", jobs);
  expect(pieces.map(({ payload }) => payload)).toContainEqual({
    companyId: "biz_1",
    userIds: [ids[1], ids[2], ids[3]],
  });
  expect(pieces.map(({ payload }) => payload)).toContainEqual({ companyId: "biz_2", userIds: [ids[1]] });
  expect(pieces.flatMap((piece) => piece.jobs)).toHaveLength(jobs.length);
  const [joined] = pieces.filter(({ parts }) => parts.length > 0);
  expect(joined?.parts.flatMap((part) => part.jobs)).toHaveLength(3);
});

it("a piece has no more members than a job may have, and what cannot be read stays by itself", () => {
  const odd = job({ companyId: "biz_1" });
  const pieces = piecesOfWork("refresh-member-stats", [...ids.map((_, nth) => stats("biz_1", nth)), odd]);
  expect(pieces).toContainEqual({ payload: odd.payload, jobs: [odd], parts: [] });
  for (const { payload } of pieces)
    expect(Reflect.get(Object(payload), "userIds")?.length ?? 0).toBeLessThanOrEqual(1_000);
  expect(pieces.flatMap((piece) => piece.jobs)).toHaveLength(ids.length + 1);
});
