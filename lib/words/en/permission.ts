/** What each permission is for; in English as the manifest tells it to Whop. */
export const permission = {
  "company:basic:read":
    "Shows your community's name and picture on referral cards, and gives visitors a way to it when a link has ended.",
  "access_pass:basic:read":
    "Lists your products, so that you can choose which one a promo code is good for and which one a member unlocks.",
  "plan:basic:read":
    "Lists your plans, so that you can choose the one that referral links sell and see its price beside the reward.",
  "checkout_configuration:create":
    "Makes each referral link's own checkout, which carries the signed reference that proves who brought the buyer.",
  "member:basic:read":
    "Shows members by name on their links and in your referral list, and tells new customers from returning ones.",
  "member:email:read":
    "Compares buyer and referrer, so that somebody who refers their own second account is held for your review.",
  "member:phone:read":
    "Whop asks for it of every app that lists payments, which is how missed ones are found. No telephone number is read or kept.",
  "member:manage":
    "Adds the free days that a member has earned to their running membership. Nothing else is changed.",
  "developer:manage_webhook":
    "Lets the health page check that Whop still sends Referly every event it needs. No webhook is ever changed.",
  "notification:create":
    "Tells members what their referrals became and your team what waits for it, quietly at night and only once each.",
  "payment:basic:read":
    "Counts a referral only when the purchase is paid, and takes it back by the amount that was refunded.",
  "payment:dispute:read":
    "Puts a referral's rewards on hold while its payment is disputed, and settles them when the dispute ends.",
  "payout:transfer_funds":
    "Pays an affiliate payout that you approved from your Whop balance. Not needed if you pay affiliates yourself.",
  "payout:transfer:read":
    "Looks up whether a transfer was made before one is tried again, so that no affiliate is ever paid twice.",
  "promo_code:basic:read":
    "Checks whether a reward's code exists before another is made, so that no member receives two for one reward.",
  "promo_code:create":
    "Makes the single-use code by which a member receives a discount, or a product, that they have earned.",
  "promo_code:delete":
    "Archives an unused reward code when refunds undo the referrals behind it and you chose to take rewards back.",
  "webhook_receive:memberships":
    "Hears at once when a referred person joins, starts a trial or leaves, so that the referrer sees it happen.",
  "webhook_receive:payments":
    "Hears of each paid or failed purchase, which is what turns a referred person into a credited referral.",
  "webhook_receive:refunds":
    "Hears of refunds, so that you never give a reward for a purchase whose money went back.",
  "webhook_receive:disputes":
    "Hears when a buyer's bank opens or decides a dispute, which holds, restores or cancels the credit.",
} as const;
