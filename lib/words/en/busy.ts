/** What does not work at this moment. */
export const busy = {
  whop: "Whop does not answer at the moment. Try again in a minute.",
  database: "The database does not answer at the moment. Nothing was changed; try again in a few seconds.",
  collision: "Somebody changed the same thing at the same time. Nothing was changed; try again.",
  permission:
    "Whop refused this: a permission is missing{which}. The community's owner can approve it on Whop.",
  unexpected: "Something went wrong on our side. Try again; if it stays so, quote {reference}.",
  page: "Referly cannot show this page at the moment. Try again in a minute. If it stays so, quote {reference}.",
  unstorable: "One of the values cannot be stored.",
  campaignPage: "This campaign cannot be shown at the moment. Try again in a few seconds.",
  link: "This link cannot be looked up at the moment. Try again in a few seconds.",
} as const;
