import { messages } from "#app/_ui/i18n/messages.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { isSaid } from "#lib/core/said.ts";
import { isRecord, type Value } from "./changes.ts";

type Field = keyof typeof messages.en.owner.activity.field;

/** "Hold in days" for holdDays. A field of a newer version is named as it is. */
export function fieldWords(name: string, t: Speech["t"]): string {
  return isField(name) ? t(`owner.activity.field.${name}`) : name;
}

function isField(name: string): name is Field {
  return Object.hasOwn(messages.en.owner.activity.field, name);
}

/** Why a referral was taken back, which is one of a closed set. */
export function reasonWords(reason: unknown, name: string, t: Speech["t"]): string | null {
  return isCancelReason(reason) ? t(`referral.cancelled.${reason}`, { name }) : null;
}

function isCancelReason(reason: unknown): reason is keyof typeof messages.en.referral.cancelled {
  return typeof reason === "string" && Object.hasOwn(messages.en.referral.cancelled, reason);
}

/** "14 → 7", or only what it is where nothing was before. */
export function valueWords(value: Value, speech: Speech): string {
  const after = said(value.after, speech);
  return "before" in value ? `${said(value.before, speech)} → ${after}` : after;
}

function said(value: unknown, speech: Speech): string {
  const { t, format, say } = speech;
  if (value === undefined || value === null || value === "") return t("owner.activity.nothing");
  if (typeof value === "boolean") return t(value ? "owner.activity.yes" : "owner.activity.no");
  if (typeof value === "number") return format.number(value);
  if (Array.isArray(value)) return value.map((part) => checkOrField(part, speech)).join(", ");
  if (isSaid(value)) return say(value);
  if (isRecord(value)) {
    return Object.entries(value)
      .map(([name, part]) => `${fieldWords(name, t)} ${said(part, speech)}`)
      .join(", ");
  }
  return String(value);
}

type Check = keyof typeof messages.en.fraud;

function checkOrField(part: unknown, { t }: Speech): string {
  const text = String(part);
  return isCheck(text) ? t(`fraud.${text}`) : fieldWords(text, t);
}

function isCheck(text: string): text is Check {
  return Object.hasOwn(messages.en.fraud, text);
}
