import { refundOf } from "../finding.ts";

/** Money is on its way back; it counts once the refund has succeeded. */
export const handle = refundOf;
