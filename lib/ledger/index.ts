export { type BooksCheck, checkBooks } from "./check-books.ts";
export { ExportEntriesInput, exportEntries } from "./export-entries.ts";
export { type Balance, GetBalancesInput, getBalances } from "./get-balances.ts";
export { type Entry, type EntryPage, entryFilters, ListEntriesInput, listEntries } from "./list-entries.ts";
export {
  type ListedPosting,
  ListPostingsInput,
  listPostings,
  type PostingLine,
  type PostingPage,
} from "./list-postings.ts";
export { post } from "./post.ts";
export { rebuildBalances } from "./rebuild-balances.ts";
export { settleBooks, type Target } from "./settle.ts";
export { type BalanceSum, SumBalancesInput, sumBalances } from "./sum-balances.ts";
export {
  amountText,
  type Cause,
  creditsUnit,
  type Line,
  type Posting,
  pointsUnit,
  type Unit,
} from "./types.ts";
