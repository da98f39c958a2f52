"use client";

import { Button } from "frosted-ui";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { EraseProps } from "./erase-dialog.tsx";

const EraseDialog = dynamic(() => import("./erase-dialog.tsx").then((m) => m.EraseDialog));

export function EraseButton(props: Omit<EraseProps, "onClose">) {
  const { whose } = props;
  const t = useTranslations(`privacy.${whose}.dialog`);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="button" size="3" variant="soft" color="danger" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      {open ? <EraseDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
