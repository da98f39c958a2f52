import styles from "./brand.module.css";

/** One person, and the people they brought. */
export function Brand() {
  return (
    <p className={styles.brand}>
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" className={styles.mark}>
        <rect width="24" height="24" rx="7" />
        <path d="M7.5 12h4.2M11.7 12l4.4-4M11.7 12l4.4 4" />
        <circle cx="7" cy="12" r="2.1" />
        <circle cx="17" cy="7.4" r="1.9" />
        <circle cx="17" cy="16.6" r="1.9" />
      </svg>
      Referly
    </p>
  );
}
