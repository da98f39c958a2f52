"use client";

import { Button, Dialog } from "frosted-ui";
import type { FormEvent, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { DialogHead } from "../sheet/dialog-head.tsx";
import styles from "./form-dialog.module.css";
import { Problem } from "./problem.tsx";

type Props = {
  title: string;
  /** What happens then. */
  text: string;
  confirm: string;
  tone?: "accent" | "danger";
  pending: boolean;
  /** Nothing can be sent yet. */
  disabled?: boolean;
  /** What went wrong and belongs to no field. */
  problem: string | null;
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
};

/** Something to fill in or to decide, with a way out beside the way on. */
export function FormDialog({
  title,
  text,
  confirm,
  tone = "accent",
  pending,
  disabled = false,
  problem,
  onSubmit,
  onClose,
  children,
}: Props) {
  const t = useTranslations("action");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content size="3" className={styles.dialog}>
        <DialogHead title={title} description={text} />
        <form className={styles.form} onSubmit={submit} noValidate>
          {children}
          <Problem>{problem}</Problem>
          <div className={styles.foot}>
            <Dialog.Close>
              <Button type="button" size="3" variant="soft" color="gray">
                {t("cancel")}
              </Button>
            </Dialog.Close>
            <Button
              type="submit"
              size="3"
              variant="solid"
              loading={pending}
              disabled={disabled}
              {...(tone === "danger" ? { color: "danger" } : {})}
            >
              {confirm}
            </Button>
          </div>
        </form>
      </Dialog.Content>
    </Dialog.Root>
  );
}
