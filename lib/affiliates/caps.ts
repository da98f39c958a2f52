import type { Sale } from "./sale.ts";
import type { Terms } from "./terms.ts";
import type { WorkingLine } from "./workings.ts";

/** What was kept so far, in the order of the sales, by level, currency and month. */
export type Allotment = { readonly kept: Map<string, bigint> };

type Claim = { sale: Sale; level: 1 | 2; caps: Terms["caps"]; timeZone: string };

/**
 * Gives a sale what the caps that it shares with earlier sales leave of `minor`. They bind what is kept: what a
 * refund frees goes to the sales after it. Each level is counted by itself.
 */
export function allot(
  { kept }: Allotment,
  { sale, level, caps, timeZone }: Claim,
  minor: bigint,
): { cut: bigint; lines: WorkingLine[] } {
  const { currency, occurredAt } = sale;
  const inAll = `${level} ${currency}`;
  const month = monthOf(occurredAt, timeZone);
  const inMonth = `${inAll} ${month}`;
  const lines: WorkingLine[] = [];
  let given = minor;
  const bind = (cap: "per_month" | "lifetime", limit: bigint | undefined, key: string) => {
    if (limit === undefined) return;
    const room = limit - (kept.get(key) ?? 0n);
    const allowed = room < 0n ? 0n : room;
    if (given <= allowed) return;
    const cut = String(given - allowed);
    lines.push({ code: "cap", cap, limit: String(limit), month: cap === "per_month" ? month : null, cut });
    given = allowed;
  };
  bind("per_month", caps.perMonth[currency], inMonth);
  bind("lifetime", caps.lifetime[currency], inAll);
  for (const key of [inAll, inMonth]) kept.set(key, (kept.get(key) ?? 0n) + given);
  return { cut: minor - given, lines };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The month of an instant in a time zone, such as 2026-11. */
function monthOf(at: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit" });
    formats.set(timeZone, format);
  }
  return format.format(at);
}
