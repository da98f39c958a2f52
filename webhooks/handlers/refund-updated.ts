import { refundOf } from "../finding.ts";

/** A refund succeeded, or failed after all. */
export const handle = refundOf;
