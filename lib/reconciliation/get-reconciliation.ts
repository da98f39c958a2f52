import { and, desc, eq, ne } from "drizzle-orm";
import type { FactType, ReconciliationCause, ReconciliationState, RepairKind } from "#db/enums.ts";
import { factTypes } from "#db/enums.ts";
import { reconciliationRepairs, reconciliationRuns } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { requireOwner, transact } from "../core/context.ts";
import { readTold, type Told } from "../core/said.ts";
import { getDisagreement } from "./get-disagreement.ts";
import { type Cursor, readCursors } from "./runs.ts";

export type ReconciliationRun = {
  id: string;
  cause: ReconciliationCause;
  state: ReconciliationState;
  /** Objects of Whop's that were read, and how many of them we did not have, or not as they are. */
  checked: number;
  repaired: number;
  /** Why it failed: Whop's missing permission by name, or that Whop did not answer. */
  message: Told | null;
  startedAt: Date;
  finishedAt: Date | null;
};

export type Repair = {
  id: string;
  factType: FactType;
  objectId: string;
  kind: RepairKind;
  status: string;
  repairedAt: Date;
};

export type Reconciliation = {
  /** The one under way. */
  running: ReconciliationRun | null;
  /** The last that ended. */
  last: ReconciliationRun | null;
  /** How far each kind is compared; a kind that never was is left out. */
  cursors: Cursor[];
  /** The latest ones. */
  repairs: Repair[];
  /** Of the last 24 hours: of each of these a webhook should have told us. */
  lostLately: number;
};

const mostRepairs = 50;

/** How our facts and Whop's objects agree, for the owner. */
export async function getReconciliation(ctx: Ctx): Promise<Reconciliation> {
  requireOwner(ctx);
  const { companyId } = ctx;
  const runs = reconciliationRuns;
  const repairs = reconciliationRepairs;
  return transact(ctx, async (tx, ctx) => {
    const latest = (condition: ReturnType<typeof eq>) =>
      tx
        .select({
          id: runs.id,
          cause: runs.cause,
          state: runs.state,
          checked: runs.checked,
          repaired: runs.repaired,
          message: runs.message,
          startedAt: runs.startedAt,
          finishedAt: runs.finishedAt,
        })
        .from(runs)
        .where(and(eq(runs.companyId, companyId), condition))
        .orderBy(desc(runs.startedAt), desc(runs.id))
        .limit(1);
    const [running] = await latest(eq(runs.state, "running"));
    const [last] = await latest(ne(runs.state, "running"));
    const cursors = await readCursors(ctx);
    const found = await tx
      .select({
        id: repairs.id,
        factType: repairs.factType,
        objectId: repairs.objectId,
        kind: repairs.kind,
        status: repairs.status,
        repairedAt: repairs.repairedAt,
      })
      .from(repairs)
      .where(eq(repairs.companyId, companyId))
      .orderBy(desc(repairs.repairedAt), desc(repairs.id))
      .limit(mostRepairs);
    const { lostLately } = await getDisagreement(ctx);
    const order = new Map(factTypes.map((type, index) => [type, index]));
    return {
      running: running ? withWords(running) : null,
      last: last ? withWords(last) : null,
      cursors: cursors.sort((a, b) => (order.get(a.factType) ?? 0) - (order.get(b.factType) ?? 0)),
      repairs: found,
      lostLately,
    };
  });
}

function withWords(run: Omit<ReconciliationRun, "message"> & { message: string | null }): ReconciliationRun {
  return { ...run, message: run.message && readTold(run.message) };
}
