import { ApiError } from "#tests/sandbox/http/errors.ts";

/** Rows of one kind by id, in the order in which they were made. */
export class Table<Row extends { id: string }> {
  readonly #label: string;
  readonly #rows = new Map<string, Row>();

  constructor(label: string) {
    this.#label = label;
  }

  get size(): number {
    return this.#rows.size;
  }

  put(row: Row): Row {
    this.#rows.set(row.id, row);
    return row;
  }

  find(id: string | null | undefined): Row | null {
    return id ? (this.#rows.get(id) ?? null) : null;
  }

  get(id: string | null | undefined): Row {
    const row = this.find(id);
    if (!row)
      throw new ApiError(404, "not_found", `${this.#label} ${id ?? ""} was not found`.replace("  ", " "));
    return row;
  }

  remove(id: string): void {
    this.#rows.delete(id);
  }

  all(): Row[] {
    return [...this.#rows.values()];
  }

  where(test: (row: Row) => boolean): Row[] {
    const found: Row[] = [];
    for (const row of this.#rows.values()) if (test(row)) found.push(row);
    return found;
  }

  first(test: (row: Row) => boolean): Row | null {
    for (const row of this.#rows.values()) if (test(row)) return row;
    return null;
  }

  load(rows: readonly Row[]): void {
    this.#rows.clear();
    for (const row of rows) this.put(row);
  }
}
