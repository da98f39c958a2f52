"use client";

import type { ReactNode } from "react";
import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";

type Props = {
  label: ReactNode;
  hint?: ReactNode;
  problem: string | undefined;
  value: string;
  onChange: (value: string) => void;
  decimal?: boolean;
};

/** A number as it is typed. */
export function NumberField({ label, hint, problem, value, onChange, decimal = false }: Props) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(control) => (
        <Input
          {...control}
          inputMode={decimal ? "decimal" : "numeric"}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
