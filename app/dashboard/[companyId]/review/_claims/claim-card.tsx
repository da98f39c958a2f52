"use client";

import { Button } from "frosted-ui";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Facts } from "#app/_ui/sheet/facts.tsx";
import review from "../review.module.css";
import type { ClaimItem } from "./claim-view.ts";
import styles from "./claims.module.css";

export type Choice = "approve" | "reject" | "revoke";

type Props = {
  item: ClaimItem;
  /** What stands before the names, such as a box to tick. */
  before?: ReactNode;
  onChoose: (choice: Choice) => void;
};

/** Who says they brought whom, what there is besides their word, and the decision. */
export function ClaimCard({ item, before, onChoose }: Props) {
  const t = useTranslations("claim.owner");
  const { claimer, referred } = item;
  return (
    <article
      className={review.case}
      aria-label={t("who", { claimer: claimer.name, referred: referred.name })}
    >
      <header className={review.head}>
        <p className={review.people}>
          {before}
          <span className={review.person}>
            <Avatar name={claimer.name} url={claimer.avatarUrl} size={28} />
            <strong>{claimer.name}</strong>
          </span>
          <span className={review.arrow}>{t("says")}</span>
          <span className={review.person}>
            <Avatar name={referred.name} url={referred.avatarUrl} size={28} />
            <strong>{referred.name}</strong>
          </span>
        </p>
        <Badge tone={item.tone}>{item.state}</Badge>
      </header>
      {item.words === null ? null : <blockquote className={styles.words}>{item.words}</blockquote>}
      <div className={styles.facts}>
        <Facts facts={item.facts} />
      </div>
      <footer className={review.foot}>
        <p className={review.hint}>
          {item.sentence}
          {item.links.map(({ href, text }) => (
            <span key={href}>
              {" "}
              <Link href={href} prefetch={false}>
                {text}
              </Link>
            </span>
          ))}
        </p>
        <div className={review.actions}>
          {item.canApprove ? (
            <Button type="button" size="2" variant="solid" onClick={() => onChoose("approve")}>
              {t("approve.button")}
            </Button>
          ) : null}
          {item.canReject ? (
            <Button type="button" size="2" variant="soft" color="danger" onClick={() => onChoose("reject")}>
              {t("reject.button")}
            </Button>
          ) : null}
          {item.canRevoke ? (
            <Button type="button" size="2" variant="soft" color="danger" onClick={() => onChoose("revoke")}>
              {t("revoke.button")}
            </Button>
          ) : null}
        </div>
      </footer>
    </article>
  );
}
