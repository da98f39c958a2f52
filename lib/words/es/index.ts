import { access } from "./access.ts";
import { affiliate } from "./affiliate.ts";
import { amount } from "./amount.ts";
import { api } from "./api.ts";
import { busy } from "./busy.ts";
import { campaign } from "./campaign.ts";
import { check } from "./check.ts";
import { claim } from "./claim.ts";
import { credit } from "./credit.ts";
import { creditForMember } from "./creditForMember.ts";
import { delivery } from "./delivery.ts";
import { exportWords } from "./export.ts";
import { fraud } from "./fraud.ts";
import { general } from "./general.ts";
import { gift } from "./gift.ts";
import { input } from "./input.ts";
import { label } from "./label.ts";
import { link } from "./link.ts";
import { member } from "./member.ts";
import { missing } from "./missing.ts";
import { notification } from "./notification.ts";
import { notificationTitle } from "./notificationTitle.ts";
import { payout } from "./payout.ts";
import { permission } from "./permission.ts";
import { privacy } from "./privacy.ts";
import { referral } from "./referral.ts";
import { reward } from "./reward.ts";
import { rewardState } from "./rewardState.ts";
import { setting } from "./setting.ts";
import { stuck } from "./stuck.ts";
import { trace } from "./trace.ts";
import { trust } from "./trust.ts";
import { webhook } from "./webhook.ts";
import { whop } from "./whop.ts";

export const spanish = {
  access,
  affiliate,
  amount,
  api,
  busy,
  campaign,
  check,
  claim,
  credit,
  creditForMember,
  delivery,
  export: exportWords,
  fraud,
  general,
  gift,
  input,
  label,
  link,
  member,
  missing,
  notification,
  notificationTitle,
  payout,
  permission,
  privacy,
  referral,
  reward,
  rewardState,
  setting,
  stuck,
  trace,
  trust,
  webhook,
  whop,
} as const;
