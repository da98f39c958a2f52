export { type BooksCheck, checkBooks } from "./check-books.ts";
export { type Balance, GetBalancesInput, getBalances } from "./get-balances.ts";
export { type Entry, type EntryPage, entryFilters, ListEntriesInput, listEntries } from "./list-entries.ts";
export { post } from "./post.ts";
export { rebuildBalances } from "./rebuild-balances.ts";
export { settleBooks, type Target } from "./settle.ts";
export type { Cause, Line, Posting, Unit } from "./types.ts";
