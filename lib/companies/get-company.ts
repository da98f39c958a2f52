import { eq } from "drizzle-orm";
import type { CompanyStatus } from "#db/enums.ts";
import { companies } from "#db/schema/index.ts";
import { sharedRead } from "../core/batched-read.ts";
import type { Ctx } from "../core/context.ts";
import { transact } from "../core/context.ts";
import { notFound } from "../core/errors.ts";
import { asShared } from "../core/text-of.ts";
import { type CompanySettings, readSettings } from "./settings.ts";

export type Company = {
  companyId: string;
  title: string;
  /** The community's path on whop.com, without a slash. */
  route: string | null;
  logoUrl: string | null;
  ownerWhopUserId: string | null;
  memberCount: number | null;
  status: CompanyStatus;
  settings: CompanySettings;
  profileRefreshedAt: Date | null;
  /** Null while past memberships have not all been read. */
  backfilledAt: Date | null;
  lastWebhookAt: Date | null;
  createdAt: Date;
};

export function companyFromRow(row: typeof companies.$inferSelect): Company {
  const { settings, updatedAt: _, ...rest } = row;
  return { ...rest, settings: asShared(readSettings(settings)) };
}

/** The company of the context, or null before it was ever opened. */
export const findCompany = sharedRead<Company | null>((ctx) =>
  transact(ctx, async (tx) => {
    const [row] = await tx.select().from(companies).where(eq(companies.companyId, ctx.companyId));
    return row ? companyFromRow(row) : null;
  }),
);

/** @throws AppError not_found */
export async function getCompany(ctx: Ctx): Promise<Company> {
  const company = await findCompany(ctx);
  if (!company) throw notFound("community");
  return company;
}

export async function getSettings(ctx: Ctx): Promise<CompanySettings> {
  return (await getCompany(ctx)).settings;
}
