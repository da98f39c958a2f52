import { membershipOf } from "../finding.ts";

/** A membership ended: cancelled at once, run out, unpaid, or left. */
export const handle = membershipOf;
