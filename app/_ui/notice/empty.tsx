import type { ReactNode } from "react";
import type { IconName } from "../icon/icon.tsx";
import { Icon } from "../icon/icon.tsx";
import styles from "./empty.module.css";

type Props = { icon: IconName; title: ReactNode; children?: ReactNode; action?: ReactNode };

/** Nothing here yet: why, and what would put something here. */
export function Empty({ icon, title, children, action }: Props) {
  return (
    <div className={styles.empty}>
      <span className={styles.mark}>
        <Icon name={icon} size={20} />
      </span>
      <p className={styles.title}>{title}</p>
      {children === undefined ? null : <p className={styles.text}>{children}</p>}
      {action}
    </div>
  );
}
