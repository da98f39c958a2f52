import type { Translator } from "../i18n/translator.ts";
import styles from "./stale-banner.module.css";

/** Whop does not answer: the page is shown from what is known, and says so. */
export function StaleBanner({ t }: { t: Translator }) {
  return (
    <p className={styles.banner} role="status">
      {t("state.stale")}
    </p>
  );
}
