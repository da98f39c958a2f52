"use client";

import { Button } from "frosted-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { callApi } from "../action/api.ts";
import { Problem } from "../action/problem.tsx";
import { saveFile } from "../action/save-file.ts";
import { useAction } from "../action/use-action.ts";
import { Icon } from "../icon/icon.tsx";
import styles from "./erasure.module.css";
import type { Whose } from "./whose.ts";

type Props = { whose: Whose; path: `/api/${string}`; fileName: string };

/** All that is kept about somebody, as one file. */
export function DownloadData({ whose, path, fileName }: Props) {
  const t = useTranslations(`privacy.${whose}.download`);
  const action = useAction();
  const [saved, setSaved] = useState(false);

  const download = async () => {
    setSaved(false);
    const data = await action.run(() => callApi("GET", path));
    if (data === null) return;
    saveFile(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }), fileName);
    setSaved(true);
  };

  return (
    <div className={styles.download}>
      <Button type="button" size="3" variant="soft" color="gray" loading={action.pending} onClick={download}>
        <Icon name="download" />
        {t("button")}
      </Button>
      <span role="status">{saved ? t("done") : null}</span>
      <Problem>{action.problem}</Problem>
    </div>
  );
}
