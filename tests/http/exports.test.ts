import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { csv } from "#app/_edge/respond.ts";
import { createApiKey } from "#lib/api-keys/index.ts";
import { exportedAtOnce } from "#lib/core/export.ts";
import { newId } from "#lib/core/ids.ts";
import { systemContext } from "#lib/core/services.ts";
import { exportEntries } from "#lib/ledger/index.ts";
import { openTestApi, type TestApi, type TestCommunity } from "#tests/support/api.ts";
import { storeSales } from "#tests/support/book-rows.ts";
import { readCsv } from "#tests/support/csv.ts";

/** Each export, the list that it is of, and what the two call their rows and their keys. */
const kinds = [
  { name: "referrals", list: "referrals", rows: "referrals", key: "referral", of: "id", many: 1 },
  { name: "conversions", list: "conversions", rows: "conversions", key: "conversion", of: "id", many: 1 },
  { name: "commissions", list: "commissions", rows: "commissions", key: "commission", of: "id", many: 1 },
  { name: "ledger", list: "ledger", rows: "postings", key: "posting", of: "id", many: 2 },
] as const;
const names = [...kinds.map(({ name }) => name), "payouts"];
/** A filter of each that shows nothing. */
const nothing: Record<string, Record<string, string>> = {
  referrals: { referrerId: newId() },
  conversions: { referralId: newId() },
  commissions: { affiliateId: newId() },
  ledger: { holderId: newId() },
  payouts: { id: newId() },
};
const MANY = 2 * exportedAtOnce + 3;
const hostile = [
  '=HYPERLINK("http://evil.test","Click")',
  "+1+1",
  "-2+3|cmd",
  "@SUM(A1:A9)",
  "\t=1+1",
  'She said "hi", then\r\nleft; for good',
  "＝1+1",
  "'quoted'",
  "<script>alert(1)</script>",
];

let api: TestApi;
let ours: TestCommunity;
let theirs: TestCommunity;
let token: string;

async function teamToken(community: TestCommunity): Promise<string> {
  const made = await api.token(community.ownerId);
  await api.services.identity.ownerView(community.ownerId, community.companyId, newId());
  return made;
}

beforeAll(async () => {
  api = await openTestApi();
  ours = api.community();
  theirs = api.community();
  token = await teamToken(ours);
  const system = systemContext(api.services, ours.companyId, "test");
  const names = Array.from({ length: MANY }, (_, nth) => hostile[nth % hostile.length] ?? "");
  await storeSales(
    system,
    names.map((name, nth) => ({
      buyer: name,
      affiliate: hostile[(nth + 1) % hostile.length] ?? "",
      reference: name,
      currency: nth % 10 === 0 ? "JPY" : "USD",
    })),
  );
  await teamToken(theirs);
  await storeSales(systemContext(api.services, theirs.companyId, "test"), [
    { buyer: "Their buyer", affiliate: "Their partner" },
  ]);
  const admin = postgres(api.database.superUrl, { max: 1, onnotice: () => {} });
  await admin`ANALYZE`;
  await admin.end();
});
afterAll(() => api.close());

/** The whole of ours, read once for all who look at it. */
const wholes = new Map<string, ReturnType<typeof exported>>();
function whole(name: string): ReturnType<typeof exported> {
  const known = wholes.get(name) ?? exported(name);
  wholes.set(name, known);
  return known;
}

async function exported(name: string, query: Record<string, string> = {}, as = token) {
  const { companyId } = ours;
  const answer = await api.call("GET", `/api/v1/exports/${name}.csv`, {
    token: as,
    query: { companyId, ...query },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const rows = readCsv(z.string().parse(answer.body));
  expect(Number(answer.headers.get("x-referly-rows")), name).toBe(rows.length);
  return rows;
}

/** Ids of all that a list shows, page after page. */
async function listed({ list, rows, of }: (typeof kinds)[number], query: Record<string, string>) {
  const ids: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const from: Record<string, string> = cursor === "" ? {} : { cursor };
    const answer = await api.call("GET", `/api/v1/${list}`, {
      token,
      query: { companyId: ours.companyId, limit: "200", ...query, ...from },
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const page = Object(answer.body);
    ids.push(...page[rows].map((row: Record<string, string>) => row[of]));
    cursor = page.nextCursor;
  }
  return ids;
}

describe.each(kinds)("the export of $name", (kind) => {
  it("has every row of its list once, in its order, and says before how many", async () => {
    const rows = await whole(kind.name);
    expect(rows).toHaveLength(MANY * kind.many);
    expect([...new Set(rows.map((row) => row[kind.key]))]).toEqual(await listed(kind, {}));
  });

  it("has exactly what the filters show", async () => {
    const filter: Record<string, string> = {
      referrals: { search: "hyperlink" },
      conversions: { currency: "JPY" },
      commissions: { currency: "JPY", status: "approved" },
      ledger: { unit: "JPY", kinds: "commission_payable" },
    }[kind.name];
    const rows = await exported(kind.name, filter);
    const ids = await listed(kind, filter);
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.length).toBeLessThan(MANY);
    expect(rows.map((row) => row[kind.key])).toEqual(ids);
    if (kind.name !== "referrals") expect(new Set(rows.map((row) => row.currency))).toEqual(new Set(["JPY"]));
  });
});

it("the export of payouts has every item, and those of one payout or status where that is asked", async () => {
  const rows = await whole("payouts");
  expect(new Set(rows.map((row) => row.item)).size).toBe(MANY);
  expect(rows.every((row) => row.payout === "1" && row.status === "included")).toBe(true);
  expect(await exported("payouts", { statuses: "paid" })).toEqual([]);
  expect(await exported("payouts", { id: newId() })).toEqual([]);
});

it("the conversions of the referrals that a filter shows are those referrals' and nobody else's", async () => {
  const referrals = await exported("referrals", { search: "sum(a1" });
  const conversions = await exported("conversions", { search: "sum(a1" });
  expect(referrals.length).toBeGreaterThan(0);
  expect(conversions.map((row) => row.referral).toSorted()).toEqual(
    referrals.map((row) => row.referral).toSorted(),
  );
});

describe.each(names)("any export, such as that of %s,", (name) => {
  it("has no cell that a spreadsheet would run, and keeps every text as it is", async () => {
    const rows = await whole(name);
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[\s\uFEFF]*[=+\-@|＝＋－＠]/u.test(cell) && !/^-\d/.test(cell))).toEqual(
      [],
    );
    const texts = new Set(cells);
    for (const text of hostile.map((one) => one.trim()))
      expect([...texts].some((cell) => cell === text || cell === `'${text}` || cell === `'\t${text}`)).toBe(
        true,
      );
  });

  it("writes amounts as decimals of their currency", async () => {
    for (const row of await whole(name)) {
      const amounts = ["gross", "net", "earned", "owed", "amount", "approved"].flatMap((of) => row[of] ?? []);
      expect(amounts.length).toBeGreaterThan(0);
      const form = row.currency === "JPY" ? /^-?\d+$/ : /^-?\d+\.\d{2}$/;
      expect(amounts.filter((amount) => !form.test(amount))).toEqual([]);
    }
  });

  it("is the team's own: not a member's, and of no other community", async () => {
    const path = `/api/v1/exports/${name}.csv`;
    const member = await api.token(ours.memberId);
    for (const scope of [{ companyId: ours.companyId }, { experienceId: ours.experienceId }])
      expect((await api.call("GET", path, { token: member, query: scope })).status).toBe(403);
    const other = await api.token(theirs.ownerId);
    expect((await api.call("GET", path, { token: other, query: { companyId: ours.companyId } })).status).toBe(
      403,
    );
    const own = await exported(name, { companyId: theirs.companyId }, other);
    expect(own).toHaveLength(name === "ledger" ? 2 : 1);
    expect(JSON.stringify(own)).toContain("Their partner");
  });

  it("is given to a key that may read the list, and to no other", async () => {
    const view = await api.services.identity.ownerView(ours.ownerId, ours.companyId, newId());
    const area =
      { referrals: "referrals", conversions: "referrals", commissions: "affiliates" }[name] ?? "payouts";
    for (const [scope, status] of [
      [`${area}:read`, 200],
      [`${area}:write`, 403],
      ["settings:read", 403],
    ] as const) {
      const { text } = await createApiKey(view.ctx, { name: "Nightly", scopes: [scope as "payouts:read"] });
      const headers = { authorization: `Bearer ${text}` };
      const answer = await api.call("GET", `/api/v1/exports/${name}.csv`, {
        headers,
        query: nothing[name] ?? {},
      });
      expect(answer.status, scope).toBe(status);
    }
  });

  it("refuses a filter that it does not know", async () => {
    const query = { companyId: ours.companyId, colour: "red" };
    expect((await api.call("GET", `/api/v1/exports/${name}.csv`, { token, query })).status).toBe(400);
  });
});

describe("a download", () => {
  it("that is broken off reads no further page", async () => {
    const system = systemContext(api.services, ours.companyId, "test");
    let reads = 0;
    const counting = {
      ...system,
      db: {
        ...system.db,
        withTenant: ((...args) => {
          reads += 1;
          return system.db.withTenant(...args);
        }) as typeof system.db.withTenant,
      },
    };
    const file = await exportEntries(counting, {});
    const reader = csv(file, newId(), system.log, []).body.getReader();
    for (let chunk = 0; chunk < 2; chunk += 1) await reader.read();
    await reader.cancel();
    const before = reads;
    expect(before).toBeGreaterThan(0);
    const { value, done } = await file.lines[Symbol.asyncIterator]().next();
    expect([value, done, reads]).toEqual([undefined, true, before]);
  });

  it("that stands still keeps no connection from anybody", async () => {
    const readers = [];
    for (let nth = 0; nth < 12; nth += 1) {
      const url = new URL(`/api/v1/exports/ledger.csv?companyId=${ours.companyId}`, "http://localhost:3000");
      const answer = await api.handle(new Request(url, { headers: { "x-whop-user-token": token } }));
      const reader = answer.body?.getReader();
      await reader?.read();
      readers.push(reader);
    }
    expect(await exported("payouts")).toHaveLength(MANY);
    for (const reader of readers) await reader?.cancel();
  });
});
