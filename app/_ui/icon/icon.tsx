import { brands } from "./brands.ts";
import styles from "./icon.module.css";
import { strokes } from "./strokes.ts";

export type IconName = keyof typeof strokes | keyof typeof brands;

/** Decoration only: the words beside it carry the meaning. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  const common = { width: size, height: size, className: styles.icon };
  if (isBrand(name)) {
    return (
      <svg aria-hidden="true" viewBox="0 0 24 24" fill="currentColor" {...common}>
        <path d={brands[name]} />
      </svg>
    );
  }
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      {...common}
    >
      <path d={strokes[name]} />
    </svg>
  );
}

function isBrand(name: IconName): name is keyof typeof brands {
  return name in brands;
}
