import { badgeText } from "#app/_ui/badges/badge-words.ts";
import type { Format } from "#app/_ui/i18n/format.ts";
import { messages } from "#app/_ui/i18n/messages.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { BadgeRule } from "#lib/badges/index.ts";
import { toDecimal } from "#lib/core/money.ts";
import { isSaid } from "#lib/core/said.ts";
import { weekdaysIn } from "../settings/weekdays.ts";
import { isRecord, type Value } from "./changes.ts";
import { codeWords } from "./code-words.ts";

type Field = keyof typeof messages.en.owner.activity.field;

/** "Hold in days" for holdDays. A field of a newer version is named as it is. */
export function fieldWords(name: string, t: Speech["t"]): string {
  if (isField(name)) return t(`owner.activity.field.${name}`);
  return isOfVouches(name) ? t(`owner.settings.vouches.${name}.label`) : name;
}

function isField(name: string): name is Field {
  return Object.hasOwn(messages.en.owner.activity.field, name);
}

/** The rules for vouches are called what their settings call them. */
const ofVouches = [
  "primaryLimit",
  "secondaryLimit",
  "communityLimit",
  "primaryWeight",
  "secondaryWeight",
  "communityWeight",
  "cooldownDays",
  "reconnectionDays",
  "stayed",
  "memberDays",
] as const;

function isOfVouches(name: string): name is (typeof ofVouches)[number] {
  return ofVouches.some((one) => one === name);
}

/** Why a referral was taken back, which is one of a closed set. */
export function reasonWords(reason: unknown, name: string, t: Speech["t"]): string | null {
  return isCancelReason(reason) ? t(`referral.cancelled.${reason}`, { name }) : null;
}

function isCancelReason(reason: unknown): reason is keyof typeof messages.en.referral.cancelled {
  return typeof reason === "string" && Object.hasOwn(messages.en.referral.cancelled, reason);
}

/** "14 → 7", or only what it is where nothing was before. */
export function valueWords(name: string, value: Value, speech: Speech): string {
  const after = said(name, value.after, speech);
  return "before" in value ? `${said(name, value.before, speech)} → ${after}` : after;
}

function said(name: string, value: unknown, speech: Speech): string {
  const { t, format, say, locale } = speech;
  if (isNothing(value)) return t("owner.activity.nothing");
  if (typeof value === "boolean") return t(value ? "owner.activity.yes" : "owner.activity.no");
  if (typeof value === "number")
    return (name === "weekday" && weekdaysIn(locale)[value - 1]) || format.number(value);
  if (typeof value === "string") return codeWords(name, value, speech) ?? value;
  if (Array.isArray(value)) return value.map((part) => partWords(name, String(part), speech)).join(", ");
  if (isSaid(value)) return say(value);
  if (isRecord(value)) return recordWords(name, value, speech);
  return String(value);
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return (isRecord(value) || Array.isArray(value)) && Object.keys(value).length === 0;
}

function recordWords(name: string, value: Record<string, unknown>, speech: Speech): string {
  const rule = name === "rule" ? BadgeRule.safeParse(value).data : undefined;
  if (rule !== undefined) return badgeText({ key: "", name: null, description: null, rule }, speech);
  const parts = Object.entries(value);
  return parts.every(([part]) => /^[A-Z]{3}$/.test(part))
    ? parts.map(([currency, amount]) => amountWords(amount, currency, speech.format)).join(", ")
    : parts.map(([part, of]) => `${fieldWords(part, speech.t)} ${said(part, of, speech)}`).join(", ");
}

/** By currency, a whole number is one of minor units; text is a decimal as it was typed. */
function amountWords(amount: unknown, currency: string, format: Format): string {
  const minor = typeof amount === "number" && Number.isSafeInteger(amount) ? BigInt(amount) : null;
  return format.money(minor === null ? String(amount) : toDecimal(minor, currency), currency);
}

type Check = keyof typeof messages.en.fraud;

function partWords(name: string, part: string, speech: Speech): string {
  const { t } = speech;
  return codeWords(name, part, speech) ?? (isCheck(part) ? t(`fraud.${part}`) : fieldWords(part, t));
}

function isCheck(text: string): text is Check {
  return Object.hasOwn(messages.en.fraud, text);
}
