import postgres from "postgres";
import { COMMUNITY } from "#db/seed/community.ts";
import type { RunningApp } from "./app.ts";
import type { Player } from "./player.ts";

const { companyId, experienceId, personas } = COMMUNITY;

/** Calls the API as the owner of the seeded community; throws unless it answers as it should. */
function ownerOf(play: Player) {
  return async (path: string, body?: object) => {
    const token = await play.tokenOf(personas.owner);
    const answer =
      body === undefined
        ? await play.api(`${path}${path.includes("?") ? "&" : "?"}companyId=${companyId}`, "GET", token)
        : await play.api(path, "POST", token, { companyId, ...body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
}

/** Affiliates get 30 % of what is paid for a year, 14 days after each sale; what is on sale is known by then. */
export async function offerThirtyPercent(play: Player): Promise<void> {
  const asOwner = ownerOf(play);
  await play.eventually(
    () => asOwner("/api/v1/plans"),
    ({ plans }) => plans.length > 0,
  );
  await asOwner("/api/v1/commission-plans", {
    name: "Partners",
    terms: { rate: { kind: "percent", bps: 3_000 }, duration: { kind: "months", months: 12 } },
  });
}

/** Shown as it is written wherever it is shown; as markup it would open a dialog. */
const payload = "<img src=x onerror=alert(1)>";

/** Somebody who asked to become an affiliate, and what the team said to it. */
export async function newApplicant(
  play: Player,
  name: string,
  decision: "none" | "decline" | "approve and suspend",
): Promise<string> {
  const asOwner = ownerOf(play);
  const person = await play.newPerson(name, { experienceId });
  const token = await play.tokenOf(person.id);
  const application = { experienceId, application: `I teach. ${payload}` };
  const { body } = await play.api("/api/v1/affiliation/apply", "POST", token, application);
  const path = `/api/v1/affiliates/${body.id}`;
  if (decision === "decline") await asOwner(`${path}/decline`, { reason: `We are full. ${payload}` });
  if (decision === "approve and suspend") {
    await asOwner(`${path}/approve`, {});
    await asOwner(`${path}/suspend`, { reason: `Ads for our own name. ${payload}` });
  }
  return person.id;
}

/** What stands on a member's accounts, in dollars; summed from the entries, not read from balances. */
export async function booksOf(app: RunningApp, whopUserId: string): Promise<Record<string, string>> {
  const sql = postgres(app.database.superUrl, { max: 1 });
  const rows = await sql<{ kind: string; balance: string }[]>`
    SELECT a.kind, (sum(e.amount) / 100)::numeric(12, 2)::text AS balance
      FROM ledger_entries e
      JOIN ledger_accounts a ON a.company_id = e.company_id AND a.id = e.account_id
      JOIN users u ON u.company_id = a.company_id AND u.id = a.holder_id
     WHERE u.whop_user_id = ${whopUserId} AND a.unit = 'USD'
     GROUP BY a.kind HAVING sum(e.amount) <> 0`;
  await sql.end();
  return Object.fromEntries(rows.map(({ kind, balance }) => [kind, balance]));
}

/** What was transferred to a member on Whop's side. */
export function transfersTo({ sandbox }: RunningApp, whopUserId: string) {
  return sandbox.world.transfers.where(({ destinationId }) => destinationId === whopUserId);
}
