import { createServer } from "node:http";
import postgres from "postgres";
import { createBatcher } from "#lib/core/batch.ts";
import { newId } from "#lib/core/ids.ts";

/**
 * The limit of the click path: node:http, links in a map, one INSERT per group commit, and nothing of what a
 * referral link has to know. Same table, same indexes, same batches, as the superuser.
 */
const sql = postgres(process.env.BARE_DATABASE_URL ?? "", { max: 2, onnotice: () => {} });

const known = new Map<string, { companyId: string; codeId: string; url: string }>();
for (const row of await sql`
  SELECT r.code, r.company_id, r.id, k.purchase_url FROM referral_codes r
  JOIN checkout_configurations k ON k.company_id = r.company_id AND k.code_id = r.id`) {
  known.set(row.code, { companyId: row.company_id, codeId: row.id, url: row.purchase_url });
}

type Row = { id: string; companyId: string; codeId: string; at: string; visitor: number };

const statement = `INSERT INTO referral_clicks (id, company_id, code_id, clicked_at, visitor_key, by_cookie, class)
  SELECT r.id, r.company_id, r.code_id, r.at, r.visitor, true, 'human'
  FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[], $5::bigint[])
    AS r(id, company_id, code_id, at, visitor)`;

const batcher = createBatcher<Row>({
  async write(rows) {
    const column = (value: (row: Row) => string) => `{${rows.map(value).join(",")}}`;
    const columns = [
      column((row) => row.id),
      column((row) => row.companyId),
      column((row) => row.codeId),
      column((row) => `"${row.at}"`),
      column((row) => String(row.visitor)),
    ];
    await sql.unsafe(statement, columns, { prepare: true });
  },
  lanes: 2,
  laneOf: ({ visitor }) => visitor & 1,
  maxRows: 1_000,
  maxWaiting: 40_000,
  answerWithinMs: 60_000,
  onFailure: "drop",
});

const server = createServer((request, response) => {
  const link = known.get((request.url ?? "").slice(3));
  if (link === undefined) {
    response.writeHead(404).end();
    return;
  }
  const now = new Date();
  const row = {
    ...link,
    id: newId(now),
    at: now.toISOString(),
    visitor: Math.floor(Math.random() * 2 ** 48),
  };
  batcher.push(row, (outcome) => {
    response.writeHead(outcome === "written" ? 302 : 503, { location: link.url, "content-length": 0 }).end();
  });
});
server.listen(0, () => {
  const address = server.address();
  console.log(`listening ${typeof address === "object" ? address?.port : ""}`);
});
process.on("SIGTERM", () => process.exit(0));
