import type { ReactNode } from "react";
import type { Vouch } from "#lib/trust/index.ts";
import { Avatar } from "../avatar/avatar.tsx";
import type { Speech } from "../i18n/request.ts";
import styles from "./trust.module.css";

type Props = { vouch: Vouch; speech: Speech; children?: ReactNode };

/** Who vouches, or who is vouched for, and since when. */
export function Voucher({
  vouch: { name, avatarUrl, kind, isAutomatic, createdAt },
  speech,
  children,
}: Props) {
  const { t, format } = speech;
  const who = name ?? t(kind === "community" ? "trust.community" : "trust.hidden");
  return (
    <li className={styles.voucher}>
      <Avatar name={who} url={avatarUrl} size={28} />
      <span>
        {who}
        <small>
          {[t(`trust.kind.${kind}`), isAutomatic ? t("trust.byRule") : null, format.day(createdAt)]
            .filter((part) => part !== null)
            .join(" · ")}
        </small>
      </span>
      {children}
    </li>
  );
}
