import { paymentOf } from "../finding.ts";

/** A payment is paid, also one of zero. */
export const handle = paymentOf;
