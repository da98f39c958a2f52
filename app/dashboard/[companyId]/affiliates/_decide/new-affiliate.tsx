"use client";

import { Button } from "frosted-ui";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Icon } from "#app/_ui/icon/icon.tsx";
import type { PlanChoice } from "./plan-choice.ts";

const MemberDialog = dynamic(() => import("./member-dialog.tsx").then((m) => m.MemberDialog));

type Props = { companyId: string; plans: readonly PlanChoice[] };

/** Makes a member an affiliate who has not asked to be one. */
export function NewAffiliate(props: Props) {
  const t = useTranslations("affiliates.add");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="button" size="2" variant="solid" onClick={() => setOpen(true)}>
        <Icon name="plus" />
        {t("button")}
      </Button>
      {open ? <MemberDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
