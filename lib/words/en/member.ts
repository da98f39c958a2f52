/** What stands for a name that is not there. */
export const member = {
  former: "Former member",
  erased: "Erased member",
  /** The mark tells two of them apart. */
  unnamed: "Member {mark}",
} as const;
