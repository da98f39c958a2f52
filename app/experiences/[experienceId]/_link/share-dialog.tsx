"use client";

import { Dialog } from "frosted-ui";
import { useTranslations } from "use-intl";
import { DialogHead } from "#app/_ui/sheet/dialog-head.tsx";
import type { ChannelLink } from "./channel-links.tsx";
import { DraftField } from "./draft-field.tsx";
import { SendTo } from "./send-to.tsx";
import type { ShareLink } from "./share-link.ts";
import type { Draft } from "./use-draft.ts";

type Props = {
  experienceId: string;
  link: ShareLink;
  links: readonly ChannelLink[];
  community: string;
  draft: Draft;
  onClose: () => void;
};

/** For browsers without a share sheet of their own: the message, and where to send it. */
export function ShareDialog({ draft, onClose, ...to }: Props) {
  const t = useTranslations("member.link");
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content size="3">
        <DialogHead title={t("shareTitle")} description={t("shareHint")} />
        <DraftField draft={draft} />
        <SendTo {...to} message={draft.message} />
      </Dialog.Content>
    </Dialog.Root>
  );
}
