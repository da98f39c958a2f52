import type { Unapplied } from "../whop/outcome.ts";
import type { DeliveryProof } from "./delivery.ts";

/** How a turn of a delivery ended. */
export type Outcome =
  | { is: "applied"; found: boolean; proof: DeliveryProof }
  | Unapplied
  /** It is another delivery's turn; this one was not tried. */
  | { is: "busy"; waitMs: number };
