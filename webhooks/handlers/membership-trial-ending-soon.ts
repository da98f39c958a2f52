import { membershipOf } from "../finding.ts";

/** A trial ends in a few days; the object carries what may have changed since it began. */
export const handle = membershipOf;
