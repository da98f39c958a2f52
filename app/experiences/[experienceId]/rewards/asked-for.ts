import { type Query, uuid } from "../_home/asked-for.ts";

export type Asked = {
  /** The entries behind the balance of points; the last one of the page before, or the latest. */
  entries: { cursor: string | undefined } | null;
};

export function askedFor(query: Query): Asked {
  if (query.points !== "entries") return { entries: null };
  const from = typeof query.from === "string" ? query.from : "";
  const [posting, line = ""] = from.split(":");
  const isCursor = uuid(posting) !== undefined && /^\d{1,4}$/.test(line);
  return { entries: { cursor: isCursor ? from : undefined } };
}
