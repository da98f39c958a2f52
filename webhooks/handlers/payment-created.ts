import { paymentOf } from "../finding.ts";

/** A payment was begun. Nothing is credited for it before it is paid. */
export const handle = paymentOf;
