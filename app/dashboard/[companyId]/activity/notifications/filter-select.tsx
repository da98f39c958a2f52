"use client";

import { useRouter } from "next/navigation";
import { Select } from "#app/_ui/field/control.tsx";

type Option = { value: string; label: string; href: string };
type Props = { label: string; value: string; options: readonly Option[] };

/** Narrows the list down; each choice is an address. */
export function FilterSelect({ label, value, options }: Props) {
  const router = useRouter();
  const hrefOf = (chosen: string) => options.find((option) => option.value === chosen)?.href;
  return (
    <Select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const href = hrefOf(event.target.value);
        if (href) router.replace(href, { scroll: false });
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </Select>
  );
}
