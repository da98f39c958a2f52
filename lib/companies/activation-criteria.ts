import { z } from "zod";
import { currencyCode } from "../core/amount-schemas.ts";
import { problem } from "../core/problems.ts";

/** When a person who was referred is activated: as soon as any one of these is true of them. */
export const ActivationCriteria = z
  .strictObject({
    /** Their membership was valid for so many times 24 hours. */
    activeDays: z.int().min(1).max(365).optional(),
    /** Paid so much in one of these currencies, in minor units, less what went back. */
    paid: z.record(currencyCode, z.int().min(1).max(1_000_000_000_000)).optional(),
    /** Payments that stand. */
    payments: z.int().min(1).max(1_000).optional(),
    /** A user name and a picture. */
    profileComplete: z.literal(true).optional(),
    /** Bought access to an event. */
    eventAttended: z.literal(true).optional(),
  })
  .refine(
    (criteria) => Object.values(criteria).some((one) => one !== undefined),
    problem("input.someCriterion"),
  );
export type ActivationCriteria = z.output<typeof ActivationCriteria>;
