export type Change = { name: string; value: string };

/** Details of an audit entry as lines: "holdDays: 14 → 7". What has a before and an after is shown as a change. */
export function changesIn(details: Readonly<Record<string, unknown>>): Change[] {
  const { before, after, ...rest } = details;
  const pairs = isRecord(before) && isRecord(after) ? changedFields(before, after) : plain({ before, after });
  return [...pairs, ...plain(rest)];
}

function changedFields(before: Record<string, unknown>, after: Record<string, unknown>): Change[] {
  return Object.keys(after)
    .filter((name) => said(before[name]) !== said(after[name]))
    .map((name) => ({ name, value: `${said(before[name])} → ${said(after[name])}` }));
}

function plain(values: Record<string, unknown>): Change[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    if (isRecord(value) && "before" in value && "after" in value) {
      return [{ name, value: `${said(value.before)} → ${said(value.after)}` }];
    }
    return [{ name, value: said(value) }];
  });
}

function said(value: unknown): string {
  if (value === undefined || value === null || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
