export type StatementOf = { currency: string; from?: string | undefined; until?: string | undefined };

/** The statement as a page, with its days as `2026-11-30`; both are included. */
export function statementPage(experienceId: string, of: StatementOf): string {
  return `/experiences/${experienceId}/earnings/statement?${queryOf(of)}`;
}

/** The same lines as a table, with its instants; `until` is not included. */
export function statementCsv(experienceId: string, of: StatementOf): string {
  return `/api/v1/earnings/statement/csv?${queryOf({ ...of, experienceId })}`;
}

function queryOf(values: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, value);
  return query.toString();
}
