"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Icon } from "#app/_ui/icon/icon.tsx";
import { sendTestClick } from "./send-test-click.ts";
import styles from "./test-click.module.css";

type Props = { testUrl: string; testClicks: number };

/** Opens the link once without leaving the page, as a click of its own class. */
export function TestClick({ testUrl, testClicks }: Props) {
  const t = useTranslations("member.test");
  const router = useRouter();
  const [state, setState] = useState<"idle" | "sending" | "arrived" | "failed">("idle");

  const send = async () => {
    setState("sending");
    const arrived = await sendTestClick(testUrl);
    setState(arrived ? "arrived" : "failed");
    if (arrived) router.refresh();
  };

  return (
    <div className={styles.test}>
      <button type="button" className={styles.button} onClick={send} disabled={state === "sending"}>
        <Icon name="play" size={14} />
        {t("send")}
      </button>
      <span className={styles.said} role="status">
        {state === "arrived" ? t("arrived") : null}
        {state === "failed" ? t("failed") : null}
        {state === "idle" && testClicks > 0 ? t("count", { count: testClicks }) : null}
      </span>
    </div>
  );
}
