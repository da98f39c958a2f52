export { type CasePage, type CaseParty, type FraudCase, ListCasesInput, listCases } from "./cases.ts";
export { RejectCaseInput, ReleaseCaseInput, rejectCase, releaseCase } from "./decide-case.ts";
export { findReadersOfAddresses } from "./readers-of-addresses.ts";
export { type Screened, screenReferrals } from "./screen-referrals.ts";
export { sharesAccount } from "./shares-account.ts";
