/** The reader's own data, or somebody else's: what is said about it differs, what is done does not. */
export type Whose = "me" | "them";
