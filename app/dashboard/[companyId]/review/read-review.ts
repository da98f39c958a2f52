import type { FraudCaseStatus } from "#db/enums.ts";
import { type ClaimStanding, listClaims } from "#lib/claims/index.ts";
import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { listCases } from "#lib/fraud/index.ts";
import { getToday } from "#lib/stats/index.ts";
import { trustScoresOf } from "#lib/trust/index.ts";

const shown = 20;

export type Asked = {
  view: "cases" | "claims";
  status: FraudCaseStatus;
  standing: ClaimStanding;
  search: string | undefined;
  cursor: string | undefined;
};

/** One of the two lists, with how far those who referred or claim are trusted, and how much waits in both. */
export async function readReview(ctx: Ctx, asked: Asked) {
  const isClaims = asked.view === "claims";
  const [cases, claims, { waiting }, { timeZone }] = await Promise.all([
    isClaims ? noCases : readCases(ctx, asked),
    isClaims ? readClaims(ctx, asked) : null,
    getToday(ctx),
    getSettings(ctx),
  ]);
  return { cases, claims, waiting, timeZone };
}

async function readCases(ctx: Ctx, { status, cursor }: Asked) {
  const page = await listCases(ctx, { status, limit: shown, ...(cursor ? { cursor } : {}) });
  const trust = await trustScoresOf(ctx, [...new Set(page.cases.map(({ referrer }) => referrer.userId))]);
  return { ...page, trust };
}

export type ReadCases = Awaited<ReturnType<typeof readCases>>;

const noCases: ReadCases = { cases: [], nextCursor: null, trust: new Map() };

async function readClaims(ctx: Ctx, { standing, search, cursor }: Asked) {
  const filter = { ...(search ? { search } : {}), ...(cursor ? { cursor } : {}) };
  const page = await listClaims(ctx, { standing, limit: shown, ...filter });
  const trust = await trustScoresOf(ctx, [...new Set(page.claims.map(({ claimer }) => claimer.userId))]);
  return { ...page, trust };
}

export type ReadClaims = Awaited<ReturnType<typeof readClaims>>;
