/** One line of the table. The target judges the ratio to the limit where there is one, else the value itself. */
export type Figure = {
  what: string;
  value: number;
  unit: string;
  /** What the value is compared with, measured in the same run unless its name says otherwise. */
  limit?: { name: string; value: number };
  target: Target | null;
  note?: string;
};

export type Target = { sign: "≥" | "≤" | "<" | "="; value: number };

export const atLeast = (value: number): Target => ({ sign: "≥", value });
export const atMost = (value: number): Target => ({ sign: "≤", value });
export const below = (value: number): Target => ({ sign: "<", value });
export const exactly = (value: number): Target => ({ sign: "=", value });

export function judged(figure: Figure): number {
  return figure.limit === undefined ? figure.value : figure.value / figure.limit.value;
}

export function isMet(figure: Figure): boolean {
  if (figure.target === null) return true;
  const { sign, value } = figure.target;
  const measured = judged(figure);
  if (!Number.isFinite(measured)) return false;
  if (sign === "≥") return measured >= value;
  if (sign === "≤") return measured <= value;
  return sign === "<" ? measured < value : measured === value;
}

function amount(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function cells(figure: Figure): string[] {
  const { limit, target, unit } = figure;
  const ratio = limit === undefined ? "" : `${amount(judged(figure))} ×`;
  const goal =
    target === null ? "" : `${target.sign} ${amount(target.value)} ${limit === undefined ? unit : "×"}`;
  const verdict = target === null ? "" : isMet(figure) ? "met" : "MISSED";
  const compared = limit === undefined ? "" : `${limit.name}: ${amount(limit.value)} ${unit}`;
  return [figure.what, `${amount(figure.value)} ${unit}`, compared, ratio, goal, verdict, figure.note ?? ""];
}

const HEAD = ["what", "measured", "beside it", "ratio", "target", "", ""];

export function formatTable(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? "")].length)));
  const isNumber = (column: number) => column === 1 || column === 3 || column === 4;
  const line = (row: string[]) =>
    row
      .map((cell, column) => {
        const gap = " ".repeat((widths[column] ?? 0) - [...cell].length);
        return isNumber(column) ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  const [head, ...body] = rows.map(line);
  return [head, rule.trimEnd(), ...body].join("\n");
}
