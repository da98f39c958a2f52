"use client";

import type { ComponentProps } from "react";
import styles from "./field.module.css";

/** The browser's own controls: what a phone does best with. */
export function Input(props: ComponentProps<"input">) {
  return <input {...props} className={styles.control} />;
}

export function TextArea(props: ComponentProps<"textarea">) {
  return <textarea {...props} className={styles.control} />;
}

export function Select(props: ComponentProps<"select">) {
  return <select {...props} className={styles.control} />;
}
