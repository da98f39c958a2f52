/** What became of a payment to an affiliate, and why an action on a payout is refused. */
export const payout = {
  notMade: "Read back from Whop: the transfer had not been made.",
  otherAmount:
    "Whop's transfer {transferId} for this is of {sent}, not of {asked}. Look at it on Whop, then say whether it was paid.",
  otherUnreadable:
    "Whop's transfer {transferId} for this is of an unreadable amount, not of {asked}. Look at it on Whop, then say whether it was paid.",
  notStarted: "The amounts are fixed when the payout is started. Start it first.",
  beingFixed: "The amounts are being fixed. Try again in a few seconds.",
  started: "Payout {number} was started already: it is {status}.",
  notDraft: "Payout {number} is {status}; only a draft can be changed.",
  carried: "This amount is carried over to a later payout and cannot be included.",
  mostLines: "This period has more than {count} lines. Choose a shorter one, or download the CSV.",
  over: "Payout {number} is over: it is {status}.",
  unapproved: "Payout {number} has to be approved first.",
  empty: "There is nothing in this payout. Include somebody, or cancel it.",
  second: "You have approved this payout. For its amount a second person has to approve it, too.",
  nothingOwed:
    "No affiliate is owed anything that could be paid now. Commissions on hold become payable later.",
  belowMinimum: "All that is owed is below the minimum, or taken up by refunds of commissions paid before.",
  goesOn: "This goes on by itself, or is over: it is {status}.",
  otherOpen: "Payout {number} is open. Finish or cancel it, then try this one again.",
  nothingLeft: "Nothing of this is owed any more: it was paid in another payout, or taken back by a refund.",
  findingOut:
    "This cannot be decided by hand. Referly is finding out what became of its transfer. Wait until it is paid, failed or held.",
  undecidable: "This cannot be decided by hand. It is {status}.",
  paysNobody: "Payout {number} is {status}; nobody is paid by it.",
  noneByHand: "Nothing of this payout waits to be paid by hand.",
  note: "Affiliate payout {number}",
} as const;
