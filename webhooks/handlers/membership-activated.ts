import { membershipOf } from "../finding.ts";

/** A membership became valid: bought, joined for free, begun as a trial, or renewed. */
export const handle = membershipOf;
