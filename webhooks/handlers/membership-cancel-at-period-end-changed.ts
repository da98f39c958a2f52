import { membershipOf } from "../finding.ts";

/** A membership will end with its period, or will not after all. */
export const handle = membershipOf;
