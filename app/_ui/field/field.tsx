"use client";

import type { ReactNode } from "react";
import { useId } from "react";
import styles from "./field.module.css";

type Control = { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };

type Props = {
  label: ReactNode;
  /** What it changes. */
  hint?: ReactNode;
  /** What is wrong with it; said as soon as it is known. */
  problem?: string | null | undefined;
  children: (control: Control) => ReactNode;
};

/** A label, its control, what it does, and what is wrong with it. */
export function Field({ label, hint, problem, children }: Props) {
  const id = useId();
  const hintId = `${id}-hint`;
  const problemId = `${id}-problem`;
  const described = [hint === undefined ? null : hintId, problem ? problemId : null]
    .filter(Boolean)
    .join(" ");
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": problem ? true : undefined,
      })}
      {problem ? (
        <p className={styles.problem} id={problemId} role="alert">
          {problem}
        </p>
      ) : null}
      {hint === undefined ? null : (
        <p className={styles.hint} id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}
