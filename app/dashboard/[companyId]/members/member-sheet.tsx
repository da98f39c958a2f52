import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "#app/_ui/badge/badge.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { DownloadData } from "#app/_ui/privacy/download-data.tsx";
import { Erasure } from "#app/_ui/privacy/erasure.tsx";
import { referralTones } from "#app/_ui/referral/referral-tones.ts";
import { redemptionTones } from "#app/_ui/reward/redemption-tones.ts";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import { SideSheet } from "#app/_ui/sheet/side-sheet.tsx";
import { affiliateTones } from "#app/dashboard/[companyId]/affiliates/_list/affiliate-tones.ts";
import { amountText } from "#lib/ledger/index.ts";
import { displayName } from "#lib/members/index.ts";
import { addressOf } from "../query.ts";
import styles from "./member-sheet.module.css";
import type { OpenMember } from "./read-members.ts";
import { TrustPart } from "./trust-part.tsx";

type Props = { opened: OpenMember; companyId: string; closeHref: string; speech: Speech };

/** All that is known of one member, and what can be done when they ask for it or ask to be forgotten. */
export function MemberSheet({ opened, companyId, closeHref, speech }: Props) {
  const { t, format } = speech;
  const { member, standing, links, referrals, rewards, balances, affiliate, trust } = opened;
  const name = displayName(member);
  const base = `/dashboard/${companyId}`;
  const isGone = standing.erasure.state === "done";
  const booked = balances.filter(({ balance }) => balance !== 0n);
  return (
    <SideSheet title={name} closeHref={closeHref}>
      <div className={styles.sheet}>
        {isGone ? null : (
          <Facts
            facts={[
              [t("members.sheet.username"), member.username],
              [t("members.sheet.email"), member.email],
              [
                t("members.sheet.joined"),
                member.joinedAt === null ? t("members.sheet.unknown") : format.day(member.joinedAt),
              ],
              [
                t("members.sheet.affiliate"),
                affiliate === null ? null : (
                  <Link key="affiliate" href={`${base}/affiliates/${affiliate.id}`} prefetch={false}>
                    <Badge tone={affiliateTones[affiliate.status]}>
                      {t(`affiliates.status.${affiliate.status}`)}
                    </Badge>
                  </Link>
                ),
              ],
            ]}
          />
        )}
        {isGone ? null : <TrustPart trust={trust} companyId={companyId} speech={speech} />}
        {isGone ? null : (
          <Part title={t("members.sheet.links")} none={t("members.sheet.noLinks")} rows={links}>
            {links.map(({ id, code, isActive }) => (
              <li key={id}>
                <code>{code}</code>
                {isActive ? null : <Badge tone="neutral">{t("members.sheet.paused")}</Badge>}
              </li>
            ))}
          </Part>
        )}
        <Part
          title={t("members.sheet.referrals")}
          none={t("members.sheet.noReferrals")}
          rows={referrals.referrals}
          more={
            isGone
              ? undefined
              : {
                  href: addressOf(`${base}/referrals`, { search: name }),
                  text: t("members.sheet.allReferrals"),
                }
          }
        >
          {referrals.referrals.map(({ id, referred, state }) => (
            <li key={id}>
              <Link href={`${base}/referrals?open=${id}`} prefetch={false}>
                {referred.name}
              </Link>
              <Badge tone={referralTones[state]}>{t(`referral.state.${state}`)}</Badge>
            </li>
          ))}
        </Part>
        <Part title={t("members.sheet.rewards")} none={t("members.sheet.noRewards")} rows={rewards.items}>
          {rewards.items.map(({ id, terms, status }) => (
            <li key={id}>
              <Link href={`${base}/rewards?view=given&open=${id}`} prefetch={false}>
                {terms.name}
              </Link>
              <Badge tone={redemptionTones[status]}>{t(`reward.status.${status}`)}</Badge>
            </li>
          ))}
        </Part>
        <Part
          title={t("members.sheet.balances")}
          none={t("members.sheet.noBalances")}
          rows={booked}
          more={{ href: `${base}/ledger?member=${member.id}`, text: t("members.sheet.books") }}
        >
          {booked.map(({ accountId, kind, unit, balance }) => (
            <li key={accountId}>
              <Link href={`${base}/ledger?account=${accountId}`} prefetch={false}>
                {t(`ledger.account.${kind}`)}
              </Link>
              <span className={styles.amount}>{format.amount(amountText(balance, unit), unit)}</span>
            </li>
          ))}
        </Part>
        {isGone ? null : (
          <section className={styles.part}>
            <h2 className={styles.title}>{t("privacy.them.download.title")}</h2>
            <p className={styles.hint}>{t("privacy.them.download.text")}</p>
            <DownloadData
              whose="them"
              path={`/api/v1/members/${member.id}/data?companyId=${companyId}`}
              fileName={`member-${member.id}.json`}
            />
          </section>
        )}
        <section className={styles.part}>
          <h2 className={styles.title}>{t("privacy.them.erase.title")}</h2>
          {isGone ? null : <p className={styles.hint}>{t("privacy.them.erase.text")}</p>}
          <Erasure
            whose="them"
            name={name}
            path={`/api/v1/members/${member.id}/erase`}
            scope={{ companyId }}
            standing={standing}
            speech={speech}
          />
        </section>
      </div>
    </SideSheet>
  );
}

type PartProps = {
  title: string;
  /** Instead of rows where there are none. */
  none: string;
  rows: readonly unknown[];
  more?: { href: string; text: string } | undefined;
  children: ReactNode;
};

function Part({ title, none, rows, more, children }: PartProps) {
  return (
    <section className={styles.part}>
      <h2 className={styles.title}>{title}</h2>
      {rows.length === 0 ? (
        <p className={styles.hint}>{none}</p>
      ) : (
        <>
          <ul className={styles.rows}>{children}</ul>
          {more === undefined ? null : (
            <Link className={styles.more} href={more.href} prefetch={false}>
              {more.text}
            </Link>
          )}
        </>
      )}
    </section>
  );
}
