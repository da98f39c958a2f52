import { ledgerAccountKinds } from "#db/enums.ts";
import { getSettings } from "#lib/companies/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { AppError } from "#lib/core/errors.ts";
import { checkBooks, listPostings, sumBalances } from "#lib/ledger/index.ts";
import { displayName, getMember } from "#lib/members/index.ts";
import { describeSources } from "#lib/payouts/index.ts";
import { type Asked, filterOf } from "./asked-for.ts";

export async function readLedger(ctx: Ctx, asked: Asked) {
  const [list, balances, settings, member, check] = await Promise.all([
    listPostings(ctx, { ...filterOf(asked), cursor: asked.cursor }),
    sumBalances(ctx, { kinds: [...ledgerAccountKinds] }),
    getSettings(ctx),
    readName(ctx, asked.member),
    asked.check ? checkBooks(ctx) : null,
  ]);
  const sources = await describeSources(
    ctx,
    list.postings.map(({ source }) => source),
  );
  const units = [...new Set(balances.map(({ unit }) => unit))];
  return { list, sources, units, settings, member, check };
}

/** Nobody is there under a mistyped address, and then nothing is listed either. */
async function readName(ctx: Ctx, userId: string | undefined): Promise<string | null> {
  if (userId === undefined) return null;
  try {
    return displayName(await getMember(ctx, { userId }));
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
