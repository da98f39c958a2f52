import { cache } from "react";
import { ownerPage } from "#app/_edge/context.ts";

/** Who opens the dashboard, asked once for the layout and the page of one request. */
export const openOwner = cache(ownerPage);

export type OwnerParams = { params: Promise<{ companyId: string }> };
export type Query = Record<string, string | string[] | undefined>;
export type OwnerQuery = OwnerParams & { searchParams: Promise<Query> };
