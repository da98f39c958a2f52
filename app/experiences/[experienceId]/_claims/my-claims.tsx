import { Avatar } from "#app/_ui/avatar/avatar.tsx";
import { Badge } from "#app/_ui/badge/badge.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { claimTones } from "#app/_ui/claim/claim-tones.ts";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Pager } from "#app/_ui/pager/pager.tsx";
import type { MyClaim } from "#lib/claims/index.ts";
import styles from "./claims.module.css";
import { FileClaim } from "./file-claim.tsx";
import { WithdrawClaim } from "./withdraw-claim.tsx";

type Props = {
  claims: readonly MyClaim[];
  experienceId: string;
  /** The day it is in the community. */
  today: string;
  firstHref: string | null;
  nextHref: string | null;
  speech: Speech;
};

/** The member's claims, each with how it stands and why. */
export function MyClaims({ claims, experienceId, today, firstHref, nextHref, speech }: Props) {
  const { t } = speech;
  return (
    <Card title={t("claim.member.mine")} id="mine">
      <div className={styles.mine}>
        <FileClaim experienceId={experienceId} today={today} />
        {claims.length === 0 ? (
          <p className={styles.none}>{t("claim.member.none")}</p>
        ) : (
          <ul className={styles.list}>
            {claims.map((claim) => (
              <li key={claim.id} className={styles.claim}>
                <Row claim={claim} experienceId={experienceId} speech={speech} />
              </li>
            ))}
          </ul>
        )}
        <Pager
          first={t("owner.pager.latest")}
          next={t("owner.pager.older")}
          firstHref={firstHref}
          nextHref={nextHref}
        />
      </div>
    </Card>
  );
}

function Row({ claim, experienceId, speech }: { claim: MyClaim; experienceId: string; speech: Speech }) {
  const { t, format, say } = speech;
  const { standing, referred, reason } = claim;
  const name = referred.name === null ? t("claim.former") : say(referred.name);
  const isOpen = standing === "open" || standing === "waiting";
  return (
    <>
      <Avatar name={name} url={referred.avatarUrl} size={32} />
      <div className={styles.about}>
        <p className={styles.head}>
          <strong>{name}</strong>
          <Badge tone={claimTones[standing]}>{t(`claim.standing.${standing}`)}</Badge>
        </p>
        <p>{say(claim.sentence)}</p>
        {reason === null ? null : <p>{t("claim.member.reason", { reason })}</p>}
        <p className={styles.small}>
          {t("claim.member.filed", { at: format.day(claim.filedAt), day: format.date(claim.toldOn) })}
        </p>
        {isOpen ? <WithdrawClaim claimId={claim.id} name={name} experienceId={experienceId} /> : null}
      </div>
    </>
  );
}
