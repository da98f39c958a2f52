import type { Draft } from "./draft.ts";

export type FieldsProps = {
  draft: Draft;
  set: <K extends keyof Draft>(name: K, value: Draft[K]) => void;
  /** What is wrong with a field, in words. */
  problems: Readonly<Partial<Record<keyof Draft, string>>>;
};
