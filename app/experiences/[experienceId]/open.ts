import { cache } from "react";
import { memberPage } from "#app/_edge/context.ts";

/** Who opens the experience, asked once for the layout and the page of one request. */
export const openMember = cache(memberPage);

export type MemberParams = { params: Promise<{ experienceId: string; rest?: string[] }> };
