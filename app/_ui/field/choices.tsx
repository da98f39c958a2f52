"use client";

import type { ReactNode } from "react";
import { useId } from "react";
import styles from "./choices.module.css";
import field from "./field.module.css";

type Choice<T extends string> = { value: T; label: ReactNode; hint?: ReactNode };

type Props<T extends string> = {
  label: ReactNode;
  choices: readonly Choice<T>[];
  value: T;
  onChange: (value: T) => void;
};

/** One of a few, with what each means. */
export function Choices<T extends string>({ label, choices, value, onChange }: Props<T>) {
  const name = useId();
  return (
    <fieldset>
      <legend className={`${field.label} ${styles.legend}`}>{label}</legend>
      <div className={styles.choices}>
        {choices.map((choice) => (
          <label key={choice.value} className={styles.choice}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            <span>
              {choice.label}
              {choice.hint === undefined ? null : <small>{choice.hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
