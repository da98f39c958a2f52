import type { Database } from "#db/client.ts";
import { getSettings } from "../companies/index.ts";
import { Cached } from "../core/cached.ts";
import { minuteMs } from "../core/clock.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { communityZone } from "../streaks/index.ts";
import { cycleTimeDays, intervalOfK, viralCoefficient } from "./viral.ts";
import { matureCohorts } from "./viral-metrics.ts";

export type Viral = {
  /** Members referred within the window, per member, over mature cohorts. Null without any. */
  k: number | null;
  /** Of them only those still there and not refunded at the window's end. */
  net: number | null;
  /** K's interval; null when the members are too few to say. */
  low: number | null;
  high: number | null;
  windowDays: number;
  members: number;
  cycleTimeDays: number | null;
};

/** What every member's numbers are read with. */
export type CommunityFigures = { viral: Viral; timeZone: string };

const caches = new WeakMap<Database, Cached<CommunityFigures>>();

/** The company's K. Its cohorts change once a day, so an answer may be a minute old. */
export async function getViral(ctx: Ctx): Promise<Viral> {
  return (await communityFigures(ctx)).viral;
}

export function communityFigures(ctx: Ctx): CommunityFigures | Promise<CommunityFigures> {
  const known = caches.get(ctx.db);
  if (known) return known.get(ctx.companyId);
  const { tx: _, ...outside } = ctx;
  const cache = new Cached<CommunityFigures>({
    clock: ctx.clock,
    max: 2000,
    freshForMs: () => minuteMs,
    load: (companyId) => read({ ...outside, companyId, actor: { kind: "system", name: "viral" } }),
  });
  caches.set(ctx.db, cache);
  return cache.get(ctx.companyId);
}

async function read(ctx: Ctx): Promise<CommunityFigures> {
  return transact(ctx, async (_tx, ctx) => {
    const { viralWindowDays: windowDays } = await getSettings(ctx);
    const timeZone = await communityZone(ctx);
    const cohorts = await matureCohorts(ctx, windowDays);
    const interval = intervalOfK(cohorts);
    const viral = {
      k: viralCoefficient(cohorts.referred, cohorts.members),
      net: viralCoefficient(cohorts.netReferred, cohorts.members),
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      windowDays,
      members: cohorts.members,
      cycleTimeDays: cycleTimeDays(cohorts),
    };
    return { viral, timeZone };
  });
}
