import { z } from "zod";
import { pointStatuses } from "#db/enums.ts";

/** Why a line is worth nothing, or nothing yet. */
export const lineReasons = [
  /** Its hold is not over. */
  "hold",
  /** The team, or the screening, has yet to say that the referral is honest. */
  "review",
  "open_dispute",
  "amount_problem",
  "refunded",
  "dispute_lost",
  "left_before_paying",
  /** The referral no longer has the credit. */
  "cancelled",
  "rejected",
  /** It happened while the campaign was paused. */
  "paused",
  "plan",
  "country",
  /** The member is not among those the campaign is for. */
  "audience",
  /** A campaign that does not stack has the referral. */
  "other_campaign",
  /** The referral is another one's now, or it did not happen within the campaign after all. */
  "outside",
  /** Fewer referrals count than the step asks for. */
  "not_reached",
  "per_member",
  "per_day",
  "total",
  "budget",
] as const;
export type LineReason = (typeof lineReasons)[number];

const Step = z.discriminatedUnion("code", [
  z.strictObject({
    code: z.literal("base"),
    event: z.enum(["joined", "paid", "activated"]),
    points: z.int(),
  }),
  z.strictObject({
    code: z.literal("multiplier"),
    kind: z.enum(["plan", "country", "weekday", "dates"]),
    factorBps: z.int(),
  }),
  z.strictObject({ code: z.literal("bonus"), at: z.int(), points: z.int() }),
  z.strictObject({ code: z.literal("points"), points: z.int() }),
  z.strictObject({ code: z.literal("hold"), days: z.int(), until: z.iso.datetime() }),
]);
export type WorkingStep = z.output<typeof Step>;

/** How the points of a line were found, as codes and numbers that every language can word. */
export const PointWorkings = z.strictObject({
  /** How it would stand if there were no limits. */
  state: z.enum(pointStatuses).exclude(["over_limit"]),
  because: z.enum(lineReasons).nullable(),
  steps: z.array(Step),
});
export type PointWorkings = z.output<typeof PointWorkings>;
