import { and, asc, desc, eq, gt, ilike, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { referralClaims, users } from "#db/schema/index.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import type { ClaimRow } from "./claim.ts";

/** Where claims are: `open` waits for the team, `waiting` for the person to join. */
export const claimStandings = ["open", "waiting", "approved", "rejected", "withdrawn"] as const;
export type ClaimStanding = (typeof claimStandings)[number];

export const standingOf = ({ status, referredId }: Pick<ClaimRow, "status" | "referredId">): ClaimStanding =>
  status === "open" && referredId === null ? "waiting" : status;

export const ClaimPaging = z.strictObject({
  /** The id of the last claim of the page before. */
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(20),
});

export type WhichClaims = {
  standing?: ClaimStanding | undefined;
  claimerId?: string | undefined;
  /** Part of a name or user name of either side. */
  search?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** Those that wait for somebody the oldest first, others the newest first; one more than asked for, if there is one. */
export async function readClaims(ctx: Ctx, which: WhichClaims): Promise<ClaimRow[]> {
  const { standing, claimerId, search, cursor, limit } = which;
  const { companyId, id } = referralClaims;
  const oldestFirst = standing === "open" || standing === "waiting";
  return transact(ctx, (tx) =>
    tx
      .select()
      .from(referralClaims)
      .where(
        and(
          eq(companyId, ctx.companyId),
          standing && inStanding(standing),
          claimerId === undefined ? undefined : eq(referralClaims.claimerId, claimerId),
          search === undefined ? undefined : names(ctx, search),
          cursor === undefined ? undefined : oldestFirst ? gt(id, cursor) : lt(id, cursor),
        ),
      )
      .orderBy(oldestFirst ? asc(id) : desc(id))
      .limit(limit + 1),
  );
}

function inStanding(standing: ClaimStanding): SQL | undefined {
  const { status, referredId } = referralClaims;
  if (standing === "waiting") return and(eq(status, "open"), isNull(referredId));
  return and(eq(status, standing), standing === "open" ? isNotNull(referredId) : undefined);
}

function names(ctx: Ctx, search: string): SQL | undefined {
  const pattern = `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { claimerId, referredId, referredUsername } = referralClaims;
  return or(
    ilike(referredUsername, pattern),
    sql`EXISTS (SELECT FROM ${users} WHERE ${users.companyId} = ${ctx.companyId}
          AND ${users.id} IN (${claimerId}, ${referredId})
          AND ${or(ilike(users.name, pattern), ilike(users.username, pattern))})`,
  );
}
