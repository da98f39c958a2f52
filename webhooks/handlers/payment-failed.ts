import { paymentOf } from "../finding.ts";

/** A payment was declined, or failed after it had been pending. */
export const handle = paymentOf;
