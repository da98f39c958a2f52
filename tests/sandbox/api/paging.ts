import { badRequest } from "#tests/sandbox/http/errors.ts";

const DEFAULT_SIZE = 20;
const LARGEST = 100;

type Row = { id: string; createdAt: string };

/** One page as Whop cuts it: newest first unless asked otherwise, and no cursor once the last row is out. */
export function page<R extends Row>(rows: readonly R[], query: URLSearchParams, shape: (row: R) => unknown) {
  const ascending = query.get("direction") === "asc";
  const sorted = [...rows].sort((a, b) => (ascending ? compare(a, b) : compare(b, a)));
  const after = readCursor(query.get("after"));
  const before = readCursor(query.get("before"));
  const isPast = (row: Row, cursor: Row) => (ascending ? compare(row, cursor) > 0 : compare(row, cursor) < 0);
  const candidates = sorted.filter(
    (row) =>
      (after === null || isPast(row, after)) &&
      (before === null || (!isPast(row, before) && row.id !== before.id)),
  );
  const last = readSize(query.get("last"));
  const first = readSize(query.get("first")) ?? DEFAULT_SIZE;
  const chosen = last === null ? candidates.slice(0, first) : candidates.slice(-last);
  const hasNext = last === null ? candidates.length > chosen.length : before !== null;
  const start = chosen[0];
  const end = chosen.at(-1);
  return {
    data: chosen.map(shape),
    page_info: {
      start_cursor: start ? cursorOf(start) : null,
      end_cursor: end && hasNext ? cursorOf(end) : null,
      has_next_page: hasNext,
      has_previous_page: after !== null,
    },
  };
}

function compare(a: Row, b: Row): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function cursorOf(row: Row): string {
  return Buffer.from(`${row.createdAt}|${row.id}`).toString("base64url");
}

function readCursor(text: string | null): Row | null {
  if (text === null || text === "") return null;
  const [createdAt, id] = Buffer.from(text, "base64url").toString("utf8").split("|");
  if (!createdAt || !id) throw badRequest("The cursor is not valid.");
  return { createdAt, id };
}

function readSize(text: string | null): number | null {
  if (text === null || text === "") return null;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1)
    throw badRequest("The page size must be a whole number from 1 to 100.");
  return Math.min(size, LARGEST);
}
