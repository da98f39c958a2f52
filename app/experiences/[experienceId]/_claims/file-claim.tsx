"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ClaimDialog } from "./claim-dialog.tsx";

export function FileClaim({ experienceId, today }: { experienceId: string; today: string }) {
  const t = useTranslations("claim.member");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div>
      <Button type="button" size="3" variant="solid" onClick={() => setIsOpen(true)}>
        {t("add")}
      </Button>
      {isOpen ? (
        <ClaimDialog experienceId={experienceId} today={today} onClose={() => setIsOpen(false)} />
      ) : null}
    </div>
  );
}
