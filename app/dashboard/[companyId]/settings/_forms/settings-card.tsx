"use client";

import { Button } from "frosted-ui";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Problem } from "#app/_ui/action/problem.tsx";
import { Card } from "#app/_ui/card/card.tsx";
import { Icon } from "#app/_ui/icon/icon.tsx";
import styles from "./settings-card.module.css";

type Props = {
  /** For links that lead here. */
  id?: string;
  title: string;
  hint: ReactNode;
  form: {
    save: () => void;
    discard: () => void;
    hasChanges: boolean;
    pending: boolean;
    isSaved: boolean;
    problem: string | null;
    fields: Readonly<Record<string, string>>;
  };
  /** What saving does, said before it is done. */
  consequence?: string;
  children: ReactNode;
};

/** One group of settings, saved by itself. */
export function SettingsCard({ id, title, hint, form, consequence, children }: Props) {
  const t = useTranslations("owner.settings");
  return (
    <Card title={title} hint={hint} {...(id === undefined ? {} : { id })}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.save();
        }}
      >
        {children}
        <div className={styles.foot}>
          <Button type="submit" size="2" variant="solid" disabled={!form.hasChanges} loading={form.pending}>
            {t("save")}
          </Button>
          {form.hasChanges && !form.pending ? (
            <Button type="button" size="2" variant="ghost" color="gray" onClick={form.discard}>
              {t("discard")}
            </Button>
          ) : null}
          <p className={styles.said} role="status">
            {form.isSaved && !form.hasChanges ? (
              <>
                <Icon name="check" /> {t("saved")}
              </>
            ) : form.hasChanges ? (
              consequence
            ) : null}
          </p>
        </div>
        <Problem>{Object.keys(form.fields).length > 0 ? null : form.problem}</Problem>
      </form>
    </Card>
  );
}
