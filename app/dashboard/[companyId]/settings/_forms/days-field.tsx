"use client";

import { Input } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";

type Props = {
  label: string;
  hint: string;
  problem: string | undefined;
  value: number;
  range: readonly [from: number, to: number];
  onChange: (value: number) => void;
};

/** A number of days. An empty field is NaN until it is filled in. */
export function DaysField({ label, hint, problem, value, range: [from, to], onChange }: Props) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(control) => (
        <Input
          {...control}
          type="number"
          inputMode="numeric"
          min={from}
          max={to}
          value={Number.isNaN(value) ? "" : value}
          onChange={(event) => onChange(event.target.valueAsNumber)}
        />
      )}
    </Field>
  );
}
