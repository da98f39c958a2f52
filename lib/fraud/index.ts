export { screenReferral } from "./screen-referral.ts";
