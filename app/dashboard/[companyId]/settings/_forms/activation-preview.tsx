"use client";

import { useTranslations } from "use-intl";
import { Skeleton } from "#app/_ui/skeleton/skeleton.tsx";
import styles from "./activation-preview.module.css";
import type { ActivationPreviewed } from "./use-activation-preview.ts";

/** Who of the last 90 days would be active by the rule that is typed, beside who is by the one that holds. */
export function WouldBeActive({ previewed }: { previewed: ActivationPreviewed }) {
  const t = useTranslations("owner.settings.activation.preview");
  const say = useTranslations("action");
  return (
    <section className={styles.preview} aria-live="polite">
      <h3 className={styles.title}>{t("title")}</h3>
      {previewed.state === "waiting" ? (
        <Skeleton block={40} />
      ) : previewed.state === "failed" ? (
        <p>{previewed.message ?? say("offline")}</p>
      ) : previewed.preview.people === 0 ? (
        <p>{t("nobody")}</p>
      ) : (
        <>
          <p>
            {t(previewed.preview.isPart ? "part" : "all", { people: previewed.preview.people })}{" "}
            {t("would", {
              active: previewed.preview.active,
              staying: previewed.preview.staying,
            })}
          </p>
          <p className={styles.now}>{t("now", { active: previewed.preview.activeNow })}</p>
        </>
      )}
    </section>
  );
}
