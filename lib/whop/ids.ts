import { z } from "zod";
import { problem } from "../core/problems.ts";

/** Ids of Whop's as people and scripts give them. */
export const planId = z.string().regex(/^plan_[A-Za-z0-9_-]{1,60}$/, problem("input.planId"));
export const productId = z.string().regex(/^prod_[A-Za-z0-9_-]{1,60}$/, problem("input.productId"));
