"use client";

import { Switch } from "frosted-ui";
import type { ReactNode } from "react";
import { useId } from "react";
import styles from "./field.module.css";

type Props = {
  label: ReactNode;
  hint: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
};

/** A choice of yes or no, with what it changes. */
export function Toggle({ label, hint, checked, onChange, disabled = false }: Props) {
  const id = useId();
  return (
    <div className={styles.switch}>
      <div>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      </div>
      <Switch
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={`${id}-hint`}
      />
    </div>
  );
}
