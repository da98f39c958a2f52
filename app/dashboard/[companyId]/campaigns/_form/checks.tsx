"use client";

import { useId } from "react";
import field from "#app/_ui/field/field.module.css";
import styles from "./form.module.css";

type Props<T extends string | number> = {
  label: string;
  hint?: string;
  problem?: string | undefined;
  choices: readonly { value: T; label: string }[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
  /** The label is said to those who cannot see what it stands in. */
  isQuiet?: boolean;
};

/** Any of a few. */
export function Checks<T extends string | number>(props: Props<T>) {
  const { label, hint, problem, choices, chosen, onChange, isQuiet = false } = props;
  const id = useId();
  const described = [hint === undefined ? null : `${id}-hint`, problem ? `${id}-problem` : null];
  return (
    <fieldset className={field.field} aria-describedby={described.filter(Boolean).join(" ") || undefined}>
      <legend className={isQuiet ? "visually-hidden" : `${field.label} ${styles.legend}`}>{label}</legend>
      <div className={styles.checks}>
        {choices.map((choice) => (
          <label key={choice.value} className={styles.check}>
            <input
              type="checkbox"
              checked={chosen.includes(choice.value)}
              onChange={(event) =>
                onChange(
                  choices
                    .map(({ value }) => value)
                    .filter((value) =>
                      value === choice.value ? event.target.checked : chosen.includes(value),
                    ),
                )
              }
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
      {problem ? (
        <p className={field.problem} id={`${id}-problem`} role="alert">
          {problem}
        </p>
      ) : null}
      {hint === undefined ? null : (
        <p className={field.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </fieldset>
  );
}
