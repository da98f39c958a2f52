import type { Draft } from "./draft.ts";

export type FieldsProps = {
  draft: Draft;
  set: <K extends keyof Draft>(name: K, value: Draft[K]) => void;
  /** What is wrong with a field, in words, by the API's name for it. */
  problemOf: (field: string) => string | undefined;
};

/** Something with an id of its own and a title to choose it by. */
export type Option = { id: string; title: string };
