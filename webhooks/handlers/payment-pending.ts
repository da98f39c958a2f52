import { paymentOf } from "../finding.ts";

/** A payment waits for its bank. */
export const handle = paymentOf;
