/** Where an owner switches an app's permissions on and off. */
export const approvalsUrl = "https://whop.com/dashboard/settings/authorized-apps";
