"use client";

import { Drawer, IconButton } from "frosted-ui";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Icon } from "../icon/icon.tsx";
import styles from "./side-sheet.module.css";

type Props = {
  title: string;
  /** The page without this sheet. */
  closeHref: string;
  children: ReactNode;
};

/** Details beside a list. It is part of the address, so it can be linked to, reloaded and left with Back. */
export function SideSheet({ title, closeHref, children }: Props) {
  const t = useTranslations("sheet");
  const router = useRouter();
  const [open, setOpen] = useState(true);
  const close = (next: boolean) => {
    if (next) return;
    setOpen(false);
    router.push(closeHref, { scroll: false });
  };
  return (
    <Drawer.Root open={open} onOpenChange={close}>
      <Drawer.Content className={styles.sheet}>
        <Drawer.Header>
          <Drawer.Title>{title}</Drawer.Title>
          <Drawer.Close>
            <IconButton variant="ghost" color="gray" size="2" aria-label={t("close")}>
              <Icon name="close" />
            </IconButton>
          </Drawer.Close>
        </Drawer.Header>
        {/* Scrollable with the keyboard, whatever is in it. */}
        <Drawer.Body tabIndex={0}>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
