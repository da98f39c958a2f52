"use client";

import { Dialog, IconButton } from "frosted-ui";
import { useTranslations } from "use-intl";
import { Icon } from "../icon/icon.tsx";
import styles from "./dialog-head.module.css";

/** What a dialog is for, and its way out. */
export function DialogHead({ title, description }: { title: string; description: string }) {
  const t = useTranslations("sheet");
  return (
    <div className={styles.head}>
      <div>
        <Dialog.Title size="4" weight="semi-bold">
          {title}
        </Dialog.Title>
        <Dialog.Description size="2" color="gray">
          {description}
        </Dialog.Description>
      </div>
      <Dialog.Close>
        <IconButton type="button" size="2" variant="ghost" color="gray" aria-label={t("close")}>
          <Icon name="close" />
        </IconButton>
      </Dialog.Close>
    </div>
  );
}
