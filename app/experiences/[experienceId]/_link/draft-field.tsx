"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { TextArea } from "#app/_ui/field/control.tsx";
import styles from "./draft-field.module.css";
import { type Draft, tones } from "./use-draft.ts";

/** The message in the tone of the member's choice. */
export function DraftField({ draft }: { draft: Draft }) {
  const t = useTranslations("member.share");
  const id = useId();
  return (
    <div>
      <fieldset className={styles.tones}>
        <legend className="visually-hidden">{t("tone")}</legend>
        {tones.map((tone) => (
          <label key={tone} className={styles.tone}>
            <input
              type="radio"
              name={`${id}-tone`}
              value={tone}
              checked={draft.tone === tone}
              onChange={() => draft.choose(tone)}
            />
            <span>{t(`tones.${tone}`)}</span>
          </label>
        ))}
      </fieldset>
      <label className={styles.label} htmlFor={id}>
        {t("draft")}
      </label>
      <TextArea
        id={id}
        value={draft.message}
        rows={4}
        maxLength={500}
        aria-describedby={`${id}-hint`}
        onChange={(event) => draft.write(event.target.value)}
      />
      <p className={draft.isOpen ? styles.hint : styles.missing} id={`${id}-hint`} role="status">
        {t(draft.isOpen ? "hint" : "missing")}
      </p>
    </div>
  );
}
