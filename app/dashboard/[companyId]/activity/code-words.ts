import { locales } from "#app/_ui/i18n/locale.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import {
  applicationPolicies,
  campaignLimits,
  deliveryDirections,
  payoutMethods,
  payoutStatuses,
  reversalPolicies,
  rewardSides,
  rewardTriggers,
  rewardTypes,
  savedViewPages,
  touchModels,
  vouchKinds,
} from "#db/enums.ts";
import { apiAreas } from "#lib/api-keys/index.ts";
import { exportKinds } from "#lib/exports/index.ts";

type Words = (code: string, speech: Speech) => string | null;

function among<T extends string>(known: readonly T[], words: (one: T, speech: Speech) => string): Words {
  return (code, speech) => {
    const one = known.find((candidate) => candidate === code);
    return one === undefined ? null : words(one, speech);
  };
}

const discountKind = among(["percentage", "flat_amount"], (one, { t }) =>
  t(one === "percentage" ? "owner.rewards.form.kind.percentage" : "owner.activity.field.amount"),
);
const vouchKind = among(vouchKinds, (one, { t }) => t(`trust.kind.${one}`));
const exportKind = among(exportKinds, (one, { t }) => t(`exports.page.kind.${one}`));

/** What the values of closed sets are called where they are chosen, by the field that has them. */
const words: Readonly<Record<string, Words>> = {
  affiliateApplications: among(applicationPolicies, (one, { t }) => t(`owner.settings.affiliates.${one}`)),
  direction: among(deliveryDirections, (one, { t }) =>
    t(one === "grant" ? "owner.rewards.given.delivery" : "owner.rewards.given.takeBack"),
  ),
  every: among(["week", "month"], (one, { t }) => t(`owner.settings.payouts.${one}`)),
  kind: (code, speech) => discountKind(code, speech) ?? vouchKind(code, speech) ?? exportKind(code, speech),
  language: among(
    locales,
    (one, { locale }) => new Intl.DisplayNames([locale], { type: "language" }).of(one) ?? one,
  ),
  limit: among(campaignLimits, (one, { t }) =>
    t(one === "budget" ? "owner.activity.field.budget" : "owner.campaigns.form.limit.total"),
  ),
  method: among(payoutMethods, (one, { t }) => t(`owner.settings.payouts.${one}`)),
  onReversal: among(reversalPolicies, (one, { t }) => t(`owner.settings.rewards.reversal.${one}`)),
  page: among(savedViewPages, (one, { t }) => t(`owner.nav.${one}`)),
  scopes: scopeWords,
  side: among(rewardSides, (one, { t }) => t(`owner.rewards.form.side.${one}`)),
  status: among(payoutStatuses, (one, { t }) => t(`payouts.status.${one}`)),
  touch: among(touchModels, (one, { t }) => t(`owner.settings.credit.touch.${one}`)),
  trigger: among(rewardTriggers, (one, { t }) => t(`owner.rewards.form.trigger.${one}`)),
  type: among(rewardTypes, (one, { t }) => t(`owner.rewards.form.type.${one}`)),
};

/** A value of a closed set in the reader's language; null for free text, and for one of a newer version. */
export function codeWords(field: string, code: string, speech: Speech): string | null {
  return (Object.hasOwn(words, field) && words[field]?.(code, speech)) || null;
}

function scopeWords(code: string, { t }: Speech): string | null {
  const [area, right] = code.split(":");
  const known = apiAreas.find((one) => one === area);
  if (known === undefined || (right !== "read" && right !== "write")) return null;
  return t(`owner.developers.scope.${known}_${right}`);
}
