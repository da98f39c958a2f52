"use client";

import type { ReactNode } from "react";
import { Icon } from "../icon/icon.tsx";
import styles from "./external-link.module.css";
import { useExternal } from "./use-external.ts";

/** A link out of the frame; inside Whop the host has to open it. */
export function ExternalLink({ href, children }: { href: string; children: ReactNode }) {
  const open = useExternal();
  return (
    <a
      className={styles.link}
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      onClick={(event) => {
        if (window.parent === window) return;
        event.preventDefault();
        open(href);
      }}
    >
      {children}
      <Icon name="external" size={14} />
    </a>
  );
}
