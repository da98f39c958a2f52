import { disputeOf } from "../finding.ts";

/** A dispute went on: answered, won, lost or closed. */
export const handle = disputeOf;
