import { expect, it } from "vitest";
import { jobCatalog, type PieceOfWork, piecesOfWork } from "#lib/jobs/index.ts";

type Job = { payload: unknown };
const settle = (companyId: string, whopUserId: string): Job => ({ payload: { companyId, whopUserId } });
const people = (many: number) => Array.from({ length: many }, (_, nth) => `user_${nth}`);
const { together } = jobCatalog["settle-referral"];

/** The smallest pieces that one is divided into. */
function leaves(piece: PieceOfWork<Job>): PieceOfWork<Job>[] {
  return piece.parts.length === 0 ? [piece] : piece.parts.flatMap(leaves);
}

it("equal payloads are one piece of work, different ones are not", () => {
  const jobs = ["a", "b", "a"].map((codeId) => ({ payload: { companyId: "biz_1", codeId } }));
  const pieces = piecesOfWork("create-checkout", jobs);
  expect(pieces.map((piece) => piece.jobs)).toEqual([[jobs[0], jobs[2]], [jobs[1]]]);
  expect(pieces.map((piece) => piece.payloads)).toEqual([[jobs[0]?.payload], [jobs[1]?.payload]]);
  expect(pieces.flatMap((piece) => piece.parts)).toEqual([]);
});

it("people of one community are settled together, never with another community's, and each job is in one piece", () => {
  const jobs = [
    settle("biz_1", "user_a"),
    settle("biz_2", "user_a"),
    settle("biz_1", "user_b"),
    settle("biz_1", "user_a"),
  ];
  const pieces = piecesOfWork("settle-referral", jobs);
  expect(pieces.map(({ payloads }) => payloads)).toEqual([
    [jobs[0]?.payload, jobs[2]?.payload],
    [jobs[1]?.payload],
  ]);
  expect(pieces.map((piece) => piece.jobs)).toEqual([[jobs[0], jobs[3], jobs[2]], [jobs[1]]]);
});

it("a piece that fails is divided until each payload stands alone, and no job is lost on the way", () => {
  const jobs = people(37).map((id) => settle("biz_1", id));
  const [piece, ...others] = piecesOfWork("settle-referral", jobs);
  if (!piece) throw new Error("there is a piece");
  expect(others).toEqual([]);
  expect(leaves(piece).map(({ payloads }) => payloads)).toEqual(jobs.map(({ payload }) => [payload]));
  expect(leaves(piece).flatMap((leaf) => leaf.jobs)).toEqual(jobs);
});

it("a piece has no more payloads than the catalog allows, and what cannot be read stays by itself", () => {
  const odd: Job = { payload: { companyId: "biz_1" } };
  const jobs = people(together * 2 + 10).map((id) => settle("biz_1", id));
  const pieces = piecesOfWork("settle-referral", [...jobs, odd]);
  expect(pieces).toContainEqual({ payloads: [odd.payload], jobs: [odd], parts: [] });
  expect(pieces.map(({ payloads }) => payloads.length).sort((a, b) => a - b)).toEqual([
    1,
    10,
    together,
    together,
  ]);
  expect(pieces.flatMap((piece) => piece.jobs)).toHaveLength(jobs.length + 1);
});

it("communities take turns, so that nobody's second piece stands before another's first", () => {
  const jobs = ["biz_1", "biz_2", "biz_3"].flatMap((companyId, nth) =>
    people(together * (3 - nth)).map((id) => settle(companyId, id)),
  );
  const companies = piecesOfWork("settle-referral", jobs).map(
    ({ payloads: [first] }) => Object(first).companyId,
  );
  expect(companies).toEqual(["biz_1", "biz_2", "biz_3", "biz_1", "biz_2", "biz_1"]);
});
