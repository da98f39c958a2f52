import type { SignatureKind } from "./signature.ts";

export type Attempt = {
  at: string;
  status: number | null;
  error: string | null;
  answer: string;
  durationMs: number;
};

export type DeliveryStatus =
  | "queued"
  | "sending"
  | "delivered"
  | "retrying"
  | "failed"
  | "held"
  | "dropped"
  | "disabled"
  | "not_permitted";

/** One copy of one event on its way to one endpoint. */
export type Delivery = {
  id: string;
  copy: number;
  type: string;
  companyId: string;
  endpointId: string;
  url: string;
  body: string;
  signature: SignatureKind;
  retries: boolean;
  status: DeliveryStatus;
  createdAt: string;
  nextAttemptAt: string | null;
  attempts: Attempt[];
};
