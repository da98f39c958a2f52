"use client";

import { Tooltip } from "frosted-ui";
import type { PointerEvent, ReactNode } from "react";
import { useState } from "react";
import styles from "./definition.module.css";

type Props = { children: ReactNode; meaning: string };

/** A term with its one-sentence definition: on hover, on focus, and on a tap. */
export function Definition({ children, meaning }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Tooltip
      content={meaning}
      open={open}
      onOpenChange={setOpen}
      delayDuration={150}
      className={styles.meaning}
    >
      <button
        type="button"
        className={styles.term}
        onPointerDown={keepOpen}
        onClick={(event) => {
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
      </button>
    </Tooltip>
  );
}

/** The tooltip would close on press, which on a phone is the only way to open it. */
function keepOpen(event: PointerEvent): void {
  event.preventDefault();
}
