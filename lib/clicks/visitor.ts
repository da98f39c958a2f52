import { dayMs } from "../core/clock.ts";
import { random16 } from "../core/random.ts";
import type { Secrets } from "../core/secrets.ts";

/** How a click knows its visitor: by our cookie, else by network, browser and day, as keyed hashes only. */
export type Visitor = {
  visitorKey: bigint;
  byCookie: boolean;
  /** The key of the first visit, which had no cookie yet, while that visit can still make this one a repetition. */
  earlierKey: bigint | null;
  networkKey: bigint | null;
};

export const visitorCookie = "rf_v";
const cookieShape = /^([A-Za-z0-9_-]{22})\.([0-9a-z]{1,9})\.([0-9a-z]{1,13})$/;
const yearSeconds = 365 * 24 * 3600;

export type Visitors = {
  /** `cookie` is the value of our cookie, null when there is none or the community does not want it. */
  recognise(visit: { cookie: string | null; network: string | null; userAgent: string; now: Date }): Visitor;
  /** A new cookie for a visitor who was recognised without one. */
  newCookie(visitor: Visitor, now: Date): string;
};

export function createVisitors(secrets: Secrets, isSecure: boolean): Visitors {
  let today = { number: Number.NaN, name: "" };

  const nameOfDay = (now: Date): string => {
    const number = Math.floor(now.getTime() / dayMs);
    if (number !== today.number) today = { number, name: now.toISOString().slice(0, 10) };
    return today.name;
  };

  return {
    recognise({ cookie, network, userAgent, now }) {
      const networkKey = network === null ? null : secrets.hash64("network", network);
      const [, id, issued, first] = cookie === null ? [] : (cookieShape.exec(cookie) ?? []);
      if (id !== undefined && issued !== undefined && first !== undefined) {
        const age = now.getTime() - Number.parseInt(issued, 36) * 1000;
        const earlierKey = age < dayMs ? BigInt.asIntN(64, parseBase36(first)) : null;
        return { visitorKey: secrets.hash64("visitor-cookie", id), byCookie: true, earlierKey, networkKey };
      }
      const visitorKey = secrets.hash64("visitor-day", `${network ?? ""}|${nameOfDay(now)}|${userAgent}`);
      return { visitorKey, byCookie: false, earlierKey: null, networkKey };
    },
    newCookie(visitor, now) {
      const id = random16().toString("base64url");
      const issued = Math.floor(now.getTime() / 1000).toString(36);
      const first = BigInt.asUintN(64, visitor.visitorKey).toString(36);
      const secure = isSecure ? "; Secure" : "";
      const attributes = `Path=/r; Max-Age=${yearSeconds}; HttpOnly; SameSite=Lax${secure}`;
      return `${visitorCookie}=${id}.${issued}.${first}; ${attributes}`;
    },
  };
}

function parseBase36(text: string): bigint {
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}

/** One cookie out of a Cookie header. */
export function readCookie(header: string | undefined, name: string): string | null {
  if (header === undefined) return null;
  let start = header.indexOf(`${name}=`);
  while (start > 0 && header[start - 1] !== " " && header[start - 1] !== ";") {
    start = header.indexOf(`${name}=`, start + 1);
  }
  if (start === -1) return null;
  const end = header.indexOf(";", start);
  return header.slice(start + name.length + 1, end === -1 ? undefined : end).trim();
}
