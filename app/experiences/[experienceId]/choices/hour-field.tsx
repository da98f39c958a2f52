"use client";

import { Select } from "#app/_ui/field/control.tsx";
import { Field } from "#app/_ui/field/field.tsx";

const hours = Array.from({ length: 24 }, (_, hour) => hour);

type Props = { label: string; value: number; onChange: (hour: number) => void };

/** A full hour of the day. */
export function HourField({ label, value, onChange }: Props) {
  return (
    <Field label={label}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(Number(event.target.value))}>
          {hours.map((hour) => (
            <option key={hour} value={hour}>
              {String(hour).padStart(2, "0")}:00
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
