/** The fraud checks by name. */
export const check = {
  self_referral: "self referral",
  email_duplicate: "email duplicate",
  payment_duplicate: "payment duplicate",
  device_duplicate: "device duplicate",
  disposable_email: "disposable email",
  velocity_limit: "velocity limit",
  ip_duplicate: "ip duplicate",
  privacy_relay: "privacy relay",
} as const;
