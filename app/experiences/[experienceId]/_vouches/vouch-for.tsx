"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { VouchDialog } from "./vouch-dialog.tsx";

export function VouchFor({ experienceId }: { experienceId: string }) {
  const t = useTranslations("trust.mine");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div>
      <Button type="button" size="2" variant="soft" onClick={() => setIsOpen(true)}>
        {t("add")}
      </Button>
      {isOpen ? <VouchDialog experienceId={experienceId} onClose={() => setIsOpen(false)} /> : null}
    </div>
  );
}
