export { ApprovePayoutInput, approvePayout } from "./approve-payout.ts";
export { CancelPayoutInput, cancelPayout } from "./cancel-payout.ts";
export { CreatePayoutInput, createPayout, openStatuses } from "./create-payout.ts";
export { describeSources, type EntrySource } from "./describe-sources.ts";
export { ExportItemsInput, exportItems } from "./export-items.ts";
export {
  type CurrencyEarnings,
  type Earnings,
  GetEarningsInput,
  getEarnings,
  type Payment,
} from "./get-earnings.ts";
export { getOwed, type OwedNow } from "./get-owed.ts";
export { exportStatement, GetStatementInput, getStatement, type Statement } from "./get-statement.ts";
export { carriedReasons, type PayoutItem } from "./item.ts";
export { type ItemAction, type ListedItem, ListPayoutItemsInput, listPayoutItems } from "./list-items.ts";
export { GetPayoutInput, getPayout, ListPayoutsInput, listPayouts, type Payout } from "./list-payouts.ts";
export { MarkFailedInput, MarkPaidInput, markFailed, markPaid } from "./mark-items.ts";
export { payItem } from "./pay-item.ts";
export { ExportPayoutInput, exportPayout } from "./payout-csv.ts";
export { ReadyItemsInput, readyItems } from "./ready-items.ts";
export { RetryItemInput, retryItem } from "./retry-item.ts";
export { schedulePayout } from "./schedule-payout.ts";
export { SetItemIncludedInput, setItemIncluded } from "./set-item-included.ts";
export { SettleRewardPayablesInput, settleRewardPayables } from "./settle-reward-payables.ts";
export { StartPayoutInput, startPayout } from "./start-payout.ts";
export type { StatementLine } from "./statement.ts";
