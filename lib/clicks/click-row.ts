import type { ClickClass, DeviceKind } from "#db/enums.ts";

/** A click on its way to referral_clicks. */
export type ClickRow = {
  id: string;
  companyId: string;
  codeId: string;
  clickedAt: Date;
  class: ClickClass;
  visitorKey: bigint;
  earlierKey: bigint | null;
  networkKey: bigint | null;
  byCookie: boolean;
  toFallback: boolean;
  device: DeviceKind;
  country: string | null;
  referrerHost: string | null;
  /** JSON. */
  utm: string | null;
};

/**
 * The parameters of record_clicks: one Postgres array literal per column, written here because the driver's
 * own way costs more than all the rest of recording a click.
 */
export function clickColumns(rows: readonly ClickRow[]): (string | null)[] {
  const classes = markRepetitions(rows);
  const instants = createInstants();
  const column = (value: (row: ClickRow) => string) => {
    let list = "";
    for (const row of rows) list += list === "" ? value(row) : `,${value(row)}`;
    return `{${list}}`;
  };
  return [
    column((row) => row.id),
    column((row) => row.companyId),
    column((row) => row.codeId),
    column((row) => instants(row.clickedAt)),
    `{${classes.join(",")}}`,
    column((row) => String(row.visitorKey)),
    column((row) => (row.networkKey === null ? "NULL" : String(row.networkKey))),
    column((row) => (row.byCookie ? "t" : "f")),
    column((row) => (row.toFallback ? "t" : "f")),
    column((row) => row.device),
    column((row) => row.country ?? "NULL"),
    column((row) => quoted(row.referrerHost)),
    column((row) => quoted(row.utm)),
    rows.some((row) => row.earlierKey !== null)
      ? column((row) => (row.earlierKey === null ? "NULL" : String(row.earlierKey)))
      : null,
  ];
}

/** Rows of a batch have few different instants, and to write one out costs as much as the rest of a row. */
function createInstants(): (at: Date) => string {
  let ms = Number.NaN;
  let text = "";
  return (at) => {
    if (at.getTime() !== ms) {
      ms = at.getTime();
      text = `"${at.toISOString()}"`;
    }
    return text;
  };
}

function quoted(value: string | null): string {
  if (value === null) return "NULL";
  // Asked first, because to replace nothing costs ten times as much.
  return /["\\]/.test(value) ? `"${value.replaceAll(/["\\]/g, "\\$&")}"` : `"${value}"`;
}

/** The database compares a batch with what is stored; rows of one batch are compared here. */
function markRepetitions(rows: readonly ClickRow[]): ClickClass[] {
  /** The links that a visitor was on, nearly always one. */
  const seen = new Map<bigint, string[]>();
  return rows.map((row) => {
    if (row.class !== "human") return row.class;
    const links = seen.get(row.visitorKey);
    if (links?.includes(row.codeId)) return "duplicate";
    if (links === undefined) seen.set(row.visitorKey, [row.codeId]);
    else links.push(row.codeId);
    return "human";
  });
}
