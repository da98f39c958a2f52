"use client";

import { Dialog } from "frosted-ui";
import { useTranslations } from "use-intl";
import { DialogHead } from "#app/_ui/sheet/dialog-head.tsx";
import { QrCode } from "./qr-code.tsx";
import type { ShareLink } from "./share-link.ts";

export function QrDialog({ link, onClose }: { link: ShareLink; onClose: () => void }) {
  const t = useTranslations("member.qr");
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content size="3">
        <DialogHead title={t("title")} description={t("hint")} />
        <QrCode link={link} />
      </Dialog.Content>
    </Dialog.Root>
  );
}
