import { and, eq, inArray } from "drizzle-orm";
import { referrals } from "#db/schema/index.ts";
import { type Attribution, type Credit, movedAway } from "../attribution/index.ts";
import type { Activation } from "./activation.ts";

export type ReferralRow = typeof referrals.$inferSelect;

/** The columns that follow from the facts alone. The review is the owner's, or the fraud screen's. */
export type DerivedColumns = Pick<
  ReferralRow,
  | "referrerId"
  | "referredId"
  | "referralCodeId"
  | "campaignId"
  | "status"
  | "evidence"
  | "rulesVersion"
  | "membershipId"
  | "qualifyingPaymentId"
  | "signedUpAt"
  | "convertedAt"
  | "activatedAt"
  | "activatedBy"
  | "activationDueAt"
  | "cancelledAt"
  | "cancelReason"
  | "holdReason"
  | "clickAt"
  | "clickVisitorKey"
  | "clickNetworkKey"
  | "clickByCookie"
  | "clickClass"
>;

export function derivedColumns(
  credit: Credit,
  { member, rules }: Attribution,
  activation: Activation,
): DerivedColumns {
  const isActivated = credit.status === "converted" && activation.activatedAt !== null;
  return {
    referrerId: credit.referrerId,
    referredId: member.id,
    referralCodeId: credit.codeId,
    campaignId: credit.campaignId,
    status: isActivated ? "activated" : credit.status,
    evidence: credit.evidence,
    rulesVersion: rules.version,
    membershipId: credit.membershipId,
    qualifyingPaymentId: credit.qualifyingPaymentId,
    signedUpAt: credit.signedUpAt,
    convertedAt: credit.convertedAt,
    activatedAt: isActivated ? activation.activatedAt : null,
    activatedBy: isActivated ? activation.by : null,
    activationDueAt: credit.status === "converted" && !activation.activatedAt ? activation.dueAt : null,
    cancelledAt: credit.cancelledAt,
    cancelReason: credit.cancelReason,
    holdReason: credit.holdReason,
    clickAt: credit.click?.clickedAt ?? null,
    clickVisitorKey: credit.click?.visitorKey ?? null,
    clickNetworkKey: credit.click?.networkKey ?? null,
    clickByCookie: credit.click?.byCookie ?? null,
    clickClass: credit.click?.class ?? null,
  };
}

/** The credit for the person lies with another link, or with nobody. */
export function isElsewhere(row: Pick<ReferralRow, "status" | "cancelReason">): boolean {
  return row.status === "cancelled" && movedAway.some((reason) => reason === row.cancelReason);
}

/** The same, asked of the rows of `referrals`. */
export const isMovedAway = and(
  eq(referrals.status, "cancelled"),
  inArray(referrals.cancelReason, [...movedAway]),
);

export function isLive(row: ReferralRow): boolean {
  return row.status !== "cancelled";
}

/** The columns of `wanted` in which a row differs from it. */
export function differsFrom(row: ReferralRow, wanted: DerivedColumns): boolean {
  return Object.entries(wanted).some(([name, value]) => !isSame(Reflect.get(row, name), value));
}

function isSame(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b;
}
