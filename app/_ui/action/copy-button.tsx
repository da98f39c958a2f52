"use client";

import { Button } from "frosted-ui";
import type { ComponentProps } from "react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Icon } from "../icon/icon.tsx";
import { copyText } from "./clipboard.ts";
import styles from "./copy-button.module.css";

type Props = {
  text: string;
  /** What is copied, for a button whose label does not say it. */
  label?: string;
  onCopied?: () => void;
} & Pick<ComponentProps<typeof Button>, "size" | "variant" | "color">;

const saidForMs = 2000;

export function CopyButton({ text, label, onCopied, ...look }: Props) {
  const t = useTranslations("copy");
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    const copied = await copyText(text);
    setState(copied ? "copied" : "failed");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState("idle"), saidForMs);
    if (copied) onCopied?.();
  };

  return (
    <>
      {/* It is called what it says: once it says "Copied", the longer label would not. */}
      <Button {...look} type="button" onClick={copy} aria-label={state === "copied" ? undefined : label}>
        <span className={styles.words}>
          <span data-shown={state !== "copied" ? "" : undefined}>
            <Icon name="copy" />
            {t("copy")}
          </span>
          <span data-shown={state === "copied" ? "" : undefined}>
            <Icon name="check" />
            {t("copied")}
          </span>
        </span>
      </Button>
      <span className={state === "failed" ? styles.failed : "visually-hidden"} role="status">
        {state === "copied" ? t("copied") : state === "failed" ? t("failed") : ""}
      </span>
    </>
  );
}
