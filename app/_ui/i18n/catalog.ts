import type { Locale } from "./locale.ts";
import { locales } from "./locale.ts";
import { type Messages, messages } from "./messages.ts";

const everywhere = ["action", "copy", "sheet"];

/** What the interactive components of each view speak, as they name it to useTranslations; the rest is said on the server. */
export const spoken = {
  member: [
    ...everywhere,
    "choices.form",
    "claim.member",
    "member.affiliate",
    "member.campaign.draw",
    "member.channels",
    "member.claim",
    "member.code",
    "member.ladder",
    "member.link",
    "member.points",
    "member.qr",
    "member.share",
    "member.steps",
    "member.test",
    "trust.mine",
    "privacy.me.dialog",
    "privacy.me.download",
  ],
  owner: [
    ...everywhere,
    "affiliates.add",
    "affiliates.decide",
    "affiliates.form",
    "affiliates.plans",
    "campaign.terms",
    "claim.owner",
    "commission.terms",
    "exports",
    "ledger.account",
    "ledger.filters",
    "owner.campaigns.act",
    "owner.campaigns.forecast",
    "owner.campaigns.form",
    "owner.campaigns.template",
    "owner.developers",
    "owner.health",
    "owner.pick",
    "owner.referrals",
    "owner.review",
    "owner.rewards",
    "owner.settings",
    "owner.start.publish",
    "payouts.act",
    "privacy.them.dialog",
    "privacy.them.download",
    "reward.gives",
    "trust.team",
    "views",
  ],
} as const;

export type View = keyof typeof spoken;

const catalogs = new Map(
  locales.flatMap((locale) =>
    (["member", "owner"] as const).map((view) => [
      `${view} ${locale}`,
      JSON.stringify(partOf(messages[locale], spoken[view])),
    ]),
  ),
);

/** The words of a view as one text: as a tree of hundreds of texts they would be written and read one by one. */
export function catalogOf(view: View, locale: Locale): string {
  return catalogs.get(`${view} ${locale}`) ?? "{}";
}

function partOf(all: Messages, paths: readonly string[]): object {
  const part = {};
  for (const path of paths) {
    const names = path.split(".");
    const last = names.pop() ?? "";
    let from: object = all;
    let to: object = part;
    for (const name of names) {
      from = Object(Reflect.get(from, name));
      if (!Reflect.has(to, name)) Reflect.set(to, name, {});
      to = Object(Reflect.get(to, name));
    }
    if (Reflect.has(from, last)) Reflect.set(to, last, Reflect.get(from, last));
  }
  return part;
}
