import type { TenantTx } from "#db/client.ts";
import type { RepairKind } from "#db/enums.ts";
import { reconciliationRepairs } from "#db/schema/index.ts";
import { writeRows } from "#db/write-rows.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { newId } from "../core/ids.ts";
import { lockInboxOf } from "../jobs/index.ts";
import type { Finding } from "../whop/index.ts";
import type { Kind, Sighting } from "./kinds.ts";

/** By which everything comes in that Whop tells, webhooks too. */
export type Door = (ctx: Ctx, findings: readonly Finding[]) => Promise<void>;

type Held = Record<string, unknown>;

export type Comparison = {
  runId: string;
  door: Door;
  /** When the app was installed: nobody was to tell us of what was made before. */
  pastEndsAt: Date;
};

/**
 * Compares some of Whop's objects with what we hold and takes in what we lack. Returns how many we should have
 * known already.
 */
export async function compare(
  ctx: Ctx,
  { runId, door, pastEndsAt }: Comparison,
  kind: Kind,
  seen: readonly Sighting[],
): Promise<number> {
  const held = await transact(ctx, (tx) => kind.held(tx, ctx, idsOf(seen)));
  const news = seen.filter((one) => tellsMore(kind, held.get(one.id), one));
  if (news.length === 0) return 0;
  return transact(ctx, async (tx, ctx) => {
    // What a webhook brought since the look above is not ours to repair.
    await lockInboxOf(tx, ctx.companyId);
    const before = await kind.held(tx, ctx, idsOf(news));
    await door(
      ctx,
      news.map(({ finding }) => finding),
    );
    const after = await kind.held(tx, ctx, idsOf(news));
    const repairs = news.flatMap((one): (Sighting & { kind: RepairKind })[] => {
      const [was, is] = [before.get(one.id), after.get(one.id)];
      if (!is) return [];
      if (!was) return one.madeAt < pastEndsAt ? [] : [{ ...one, kind: "missing" }];
      return agree(kind.decisive, was, is) ? [] : [{ ...one, kind: "outdated" }];
    });
    await note(ctx, tx, kind, runId, repairs);
    return repairs.length;
  });
}

async function note(
  ctx: Ctx,
  tx: TenantTx,
  { type }: Kind,
  runId: string,
  repairs: readonly (Sighting & { kind: RepairKind })[],
): Promise<void> {
  if (repairs.length === 0) return;
  const now = ctx.clock.now();
  const rows = repairs.map(({ id, status, kind }) => ({
    id: newId(now),
    runId,
    factType: type,
    objectId: id,
    kind,
    status,
    repairedAt: now,
    createdAt: now,
  }));
  await writeRows(tx, ctx.companyId, reconciliationRepairs, rows);
}

function idsOf(seen: readonly Sighting[]): string[] {
  return seen.map(({ id }) => id);
}

function tellsMore(kind: Kind, held: Held | undefined, { fact }: Sighting): boolean {
  if (!held) return true;
  return (
    !agree(kind.decisive, held, fact) ||
    !agree(kind.quiet, held, fact) ||
    kind.lasting.some((name) => isNothing(held[name]) && !isNothing(fact[name]))
  );
}

function agree(names: readonly string[], a: Held, b: Held): boolean {
  return names.every((name) => plain(a[name]) === plain(b[name]));
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : (value ?? null);
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "object" && !(value instanceof Date) && Object.keys(value).length === 0;
}
