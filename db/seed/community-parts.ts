import type { SeedCard, SeedLink, SignReference } from "./community.ts";
import { codeFor, numberFor, uuidFor, whopId } from "./community-ids.ts";
import { PEOPLE, QUIET_SHARERS } from "./community-people.ts";

const DAY_MS = 86_400_000;
const BRANDS = ["visa", "mastercard", "amex", "visa"] as const;
/** Reserved for examples, so that no mail ever leaves. */
const MAIL_HOSTS = ["fastmail.example", "post.example", "inbox.example"];

export function cardFor(key: string): SeedCard {
  return {
    paymentMethodId: whopId("pmt", key),
    brand: BRANDS[numberFor(`brand:${key}`, BRANDS.length)] ?? "visa",
    last4: String(numberFor(`last4:${key}`, 10_000)).padStart(4, "0"),
    expMonth: 1 + numberFor(`month:${key}`, 12),
    expYear: 2027 + numberFor(`year:${key}`, 4),
  };
}

export function emailFor(name: string): string {
  const plain = name
    .normalize("NFD")
    .replace(/[\u0300-\u036f']/g, "")
    .toLowerCase()
    .replace(/\s+/g, ".");
  return `${plain}@${MAIL_HOSTS[numberFor(`mail:${name}`, MAIL_HOSTS.length)] ?? "post.example"}`;
}

/** When in the day something happened: spread over waking hours. */
export function momentOf(day: Date, daysAgo: number, key: string): Date {
  const seconds = 7 * 3_600 + numberFor(`time:${key}`, 15 * 3_600);
  return new Date(day.getTime() - daysAgo * DAY_MS + seconds * 1_000);
}

/** One link for each member who brought somebody, and for a few who only copied it. */
export function linksOf(planId: string, day: Date, sign: SignReference): SeedLink[] {
  const sharers = new Set([...PEOPLE.flatMap((person) => person.by ?? []), ...QUIET_SHARERS]);
  return PEOPLE.filter((person) => sharers.has(person.key)).map((person, order) => {
    const id = uuidFor(`link:${person.key}`, order);
    const firstBrought = PEOPLE.find((other) => other.by === person.key)?.daysAgo ?? 0;
    const daysAgo = Math.max(firstBrought + 1, person.daysAgo - 3 - numberFor(`opened:${person.key}`, 6), 1);
    return {
      id,
      code: codeFor(person.key),
      userId: whopId("user", person.key),
      planId,
      checkoutConfigurationId: whopId("ch", person.key),
      metadata: { referly: "1", rl: id, rs: sign(id, planId) },
      createdAt: momentOf(day, Math.min(daysAgo, person.daysAgo), `link:${person.key}`),
    };
  });
}
