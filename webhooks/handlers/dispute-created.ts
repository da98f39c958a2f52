import { disputeOf } from "../finding.ts";

/** A buyer contests a payment, or their bank only asks about it. */
export const handle = disputeOf;
