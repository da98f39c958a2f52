/** People who come through a referrer's links, as far as a fraud check can see them. */
export type Arrival = {
  /** Minutes after the scenario begins. */
  at: number;
  /** Through whose link; "r" is the referrer that the scenario is about. */
  by?: string;
  email?: string;
  card?: string;
  /** First-party cookie; "" is a browser that was not recognised. */
  cookie?: string;
  network?: string;
};

export type Scenario = {
  name: string;
  label: "fraud" | "honest";
  referrer?: { email?: string; card?: string };
  /** Visits by others and by the referrer ("self") that nobody bought after. */
  visits?: { at: number; cookie: string; class?: "human" | "self" }[];
  arrivals: Arrival[];
};

const referrer = { email: "rosa.gold@gmail.com", card: "by-id:rosa" };
const many = (n: number, make: (nth: number) => Arrival) => Array.from({ length: n }, (_, nth) => make(nth));
const hour = 60;
const day = 24 * hour;

function fraud(name: string, arrivals: Arrival[], more: Partial<Scenario> = {}): Scenario {
  return { name, label: "fraud", referrer, arrivals, ...more };
}
function honest(name: string, arrivals: Arrival[], more: Partial<Scenario> = {}): Scenario {
  return { name, label: "honest", referrer, arrivals, ...more };
}

const frauds: Scenario[] = [
  fraud("a second account with the referrer's card", [{ at: 0, card: "by-id:rosa" }]),
  fraud("the referrer's card a month later", [{ at: 30 * day, card: "by-id:rosa" }]),
  fraud("the referrer's card by brand and digits", [{ at: 0, card: "weak:visa-9911" }], {
    referrer: { card: "weak:visa-9911" },
  }),
  fraud("one card for two accounts", [
    { at: 0, card: "c" },
    { at: 90, card: "c" },
  ]),
  fraud("one card for two accounts, weeks apart", [
    { at: 0, card: "c" },
    { at: 20 * day, card: "c" },
  ]),
  fraud(
    "one card for five accounts on five networks",
    many(5, (n) => ({ at: n * day, card: "c", network: `n${n}` })),
  ),
  fraud("one card, told by the later account first", [
    { at: 90, card: "c" },
    { at: 0, card: "c" },
  ]),
  fraud("the referrer's mailbox with a tag", [{ at: 0, email: "rosa.gold+2@gmail.com" }]),
  fraud("the referrer's mailbox without its dot", [{ at: 0, email: "rosagold@gmail.com" }]),
  fraud("the referrer's mailbox under the provider's other name", [
    { at: 0, email: "rosa.gold@googlemail.com" },
  ]),
  fraud("the referrer's mailbox in capitals", [{ at: 0, email: "Rosa.Gold@GMAIL.com" }]),
  fraud("the referrer's mailbox elsewhere, with a tag", [{ at: 0, email: "rosa+whop@studio.example" }], {
    referrer: { email: "rosa@studio.example" },
  }),
  fraud("one mailbox for two accounts", [
    { at: 0, email: "sam@inbox.example" },
    { at: 5 * hour, email: "sam+b@inbox.example" },
  ]),
  fraud("one dotted mailbox for three accounts", [
    { at: 0, email: "samhill@gmail.com" },
    { at: day, email: "sam.hill@gmail.com" },
    { at: 2 * day, email: "s.a.m.hill@gmail.com" },
  ]),
  fraud("one browser for two accounts", [
    { at: 0, cookie: "k" },
    { at: 3 * hour, cookie: "k" },
  ]),
  fraud("one browser for two accounts, on two networks", [
    { at: 0, cookie: "k", network: "a" },
    { at: day, cookie: "k", network: "b" },
  ]),
  fraud(
    "one browser for six accounts in a night",
    many(6, (n) => ({ at: n * 70, cookie: "k", network: "a" })),
  ),
  fraud("the referrer's own browser", [{ at: 5 * hour, cookie: "own" }], {
    visits: [{ at: 0, cookie: "own", class: "self" }],
  }),
  fraud("the referrer's own browser, days after", [{ at: 9 * day, cookie: "own" }], {
    visits: [{ at: 0, cookie: "own", class: "self" }],
  }),
  fraud(
    "a ring of throw-away addresses in an afternoon",
    many(12, (n) => ({ at: n * 15, email: `x${n}@mailinator.com` })),
  ),
  fraud(
    "a ring of throw-away addresses of several services",
    many(12, (n) => ({
      at: n * 20,
      email: `x${n}@${["mailinator.com", "guerrillamail.com", "yopmail.com"][n % 3]}`,
    })),
  ),
  fraud(
    "a ring of throw-away addresses from one flat",
    many(12, (n) => ({
      at: n * 10,
      email: `y${n}@mailinator.com`,
      network: "flat",
    })),
  ),
  fraud(
    "a slow ring with one card",
    many(4, (n) => ({ at: n * 3 * day, card: "c", network: `n${n}` })),
  ),
  fraud("a throw-away address with the referrer's card", [
    { at: 0, email: "z@yopmail.com", card: "by-id:rosa" },
  ]),
  fraud("a relay address with the referrer's card", [
    { at: 0, email: "q1@privaterelay.appleid.com", card: "by-id:rosa" },
  ]),
  fraud("a relay address in the browser of another account", [
    { at: 0, cookie: "k" },
    { at: 2 * hour, cookie: "k", email: "q2@privaterelay.appleid.com" },
  ]),
  fraud("the referrer's card on an office network", [
    ...many(6, (n) => ({ at: n * 5, by: `o${n}`, network: "office" })),
    { at: 60, network: "office", card: "by-id:rosa" },
  ]),
  fraud("the referrer's card in the middle of a launch", [
    ...many(8, (n) => ({ at: n * 3 })),
    { at: 30, card: "by-id:rosa" },
  ]),
  fraud("card and browser of another account", [
    { at: 0, card: "c", cookie: "k" },
    { at: 2 * hour, card: "c", cookie: "k" },
  ]),
  fraud("everything the same but the name", [
    { at: 0, card: "c", cookie: "k", network: "a", email: "tom@inbox.example" },
    { at: hour + 10, card: "c", cookie: "k", network: "a", email: "tom+1@inbox.example" },
  ]),
  // Beyond what can be seen: nothing but a network, or nothing at all, ties these accounts together.
  fraud("a new browser, card and mailbox in one flat", [
    { at: 0, network: "flat" },
    { at: 90, network: "flat" },
  ]),
  fraud("two throw-away addresses, new cards, weeks apart", [
    { at: 0, email: "a@yopmail.com" },
    { at: 15 * day, email: "b@yopmail.com" },
  ]),
];

const honests: Scenario[] = [
  honest("one friend", [{ at: 0 }]),
  honest(
    "five friends in a month",
    many(5, (n) => ({ at: n * 6 * day })),
  ),
  honest(
    "ten friends in a day",
    many(10, (n) => ({ at: n * hour })),
  ),
  honest("a couple at home, a card each", [
    { at: 0, network: "home" },
    { at: 30, network: "home" },
  ]),
  honest(
    "a family of four at home",
    many(4, (n) => ({ at: n * 40, network: "home" })),
  ),
  honest(
    "a flat share over a week",
    many(4, (n) => ({ at: n * 2 * day, network: "home" })),
  ),
  honest(
    "an office, each by another colleague",
    many(8, (n) => ({ at: n * 20, by: `o${n}`, network: "office" })),
  ),
  honest(
    "an office, half of it by one colleague",
    many(12, (n) => ({
      at: n * 20,
      by: n % 2 === 0 ? "r" : `o${n}`,
      network: "office",
    })),
  ),
  honest(
    "a campus",
    many(12, (n) => ({ at: n * 30, by: n % 3 === 0 ? "r" : `o${n}`, network: "campus" })),
  ),
  honest(
    "a phone company's network",
    many(10, (n) => ({
      at: n * 45,
      by: n % 2 === 0 ? "r" : `o${n}`,
      network: "carrier",
      cookie: "",
    })),
  ),
  honest(
    "a meetup: eight join in ten minutes on one network",
    many(8, (n) => ({ at: n, network: "venue" })),
  ),
  honest(
    "a launch: thirteen in an hour",
    many(13, (n) => ({ at: n * 2 })),
  ),
  honest(
    "a launch, all on phones without cookies",
    many(12, (n) => ({ at: n * 3, cookie: "" })),
  ),
  honest(
    "a launch with relay addresses in it",
    many(12, (n) => ({
      at: n * 4,
      ...(n % 3 === 0 ? { email: `r${n}@privaterelay.appleid.com` } : {}),
    })),
  ),
  honest(
    "a newsletter: thirteen in a day",
    many(13, (n) => ({ at: n * 50 })),
  ),
  honest("one relay address", [{ at: 0, email: "x@privaterelay.appleid.com" }]),
  honest(
    "three relay addresses at home",
    many(3, (n) => ({ at: n * 60, email: `w${n}@duck.com`, network: "home" })),
  ),
  honest("one relay address of each service", [
    { at: 0, email: "a@duck.com" },
    { at: day, email: "b@mozmail.com" },
    { at: 2 * day, email: "c@simplelogin.com" },
  ]),
  honest("one throw-away address", [{ at: 0, email: "shy@mailinator.com" }]),
  honest("a throw-away address at home", [
    { at: 0, network: "home" },
    { at: 50, network: "home", email: "shy@mailinator.com" },
  ]),
  honest("strangers with cards that end alike", [
    { at: 0, card: "weak:visa-4242" },
    { at: day, card: "weak:visa-4242" },
  ]),
  honest("strangers with the same first name", [
    { at: 0, email: "anna@gmail.com" },
    { at: day, email: "anna@outlook.com" },
  ]),
  honest("addresses that differ by a dot where dots matter", [
    { at: 0, email: "annab@work.example" },
    { at: day, email: "anna.b@work.example" },
  ]),
  honest("a friend with the referrer's name elsewhere", [{ at: 0, email: "rosa.gold@studio.example" }]),
  honest(
    "a link on a busy page, the last visit somebody else's",
    [
      { at: 0, cookie: "k" },
      { at: 3 * hour, cookie: "k" },
    ],
    { visits: [{ at: 3 * hour - 30, cookie: "somebody" }] },
  ),
  honest(
    "two who buy minutes apart after one visit",
    [
      { at: 0, cookie: "k" },
      { at: 1, cookie: "k" },
    ],
    {
      visits: [
        { at: -20, cookie: "z" },
        { at: 1, cookie: "z" },
      ],
    },
  ),
  honest("a referrer who looks at their link while a friend buys", [{ at: 60, cookie: "friend" }], {
    visits: [{ at: 30, cookie: "own", class: "self" }],
  }),
  honest("a friend with a tag of their own", [{ at: 0, email: "mia+whop@inbox.example" }]),
  honest(
    "browsers without cookies at one company",
    many(6, (n) => ({ at: n * 30, cookie: "", network: "company" })),
  ),
  honest(
    "friends in a dormitory over a term",
    many(9, (n) => ({ at: n * 4 * day, network: "dorm" })),
  ),
  honest(
    "payments without a card on record",
    many(3, (n) => ({ at: n * day, card: "" })),
  ),
  // A case for people: nothing tells this from one person with two accounts, so it waits for somebody to look.
  honest("a couple with one card", [
    { at: 0, card: "shared" },
    { at: day, card: "shared" },
  ]),
];

export const scenarios: readonly Scenario[] = [...frauds, ...honests];
