export { type CasePage, type CaseParty, type FraudCase, ListCasesInput, listCases } from "./cases.ts";
export { RejectCaseInput, ReleaseCaseInput, rejectCase, releaseCase } from "./decide-case.ts";
export { screenReferral } from "./screen-referral.ts";
