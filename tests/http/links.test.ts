import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { type Community, type LinkStage, openLinkStage, unfurler } from "#tests/support/link-stage.ts";

let stage: LinkStage;
let community: Community;

beforeAll(async () => {
  stage = await openLinkStage();
  community = await stage.community();
  await stage.play.checkoutOf(`${stage.app.origin}/r/${(await stage.link(community)).code}`);
});
afterAll(async () => stage?.close());

const classesOf = async (link: { id: string; code: string }, atLeast = 1) =>
  (await stage.clicks(link, atLeast)).map((click) => click.class);

async function update(link: { id: string }, changes: object): Promise<void> {
  const { experienceId, memberToken } = community;
  const path = `/api/v1/links/${link.id}`;
  const answer = await stage.play.api(path, "PATCH", memberToken, { experienceId, ...changes });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
}

test("a share button that is tapped again gets the same link, and a link with options is another", async () => {
  const first = await stage.link(community, { channel: "tapped" });
  expect(await stage.link(community, { channel: " Tapped" })).toEqual(first);
  expect((await stage.link(community, { channel: "tapped", maxUses: 5 })).id).not.toBe(first.id);
  expect(await stage.link(community, { channel: "tapped" })).toEqual(first);
});

describe("a person who follows a link", () => {
  it("is sent to Whop's checkout with 302, is counted once, and nobody may keep the answer", async () => {
    const link = await stage.link(community);
    const answer = await stage.ask(`/r/${link.code}`);
    expect(answer.status).toBe(302);
    expect(new URL(answer.headers.location ?? "").origin).toBe(stage.app.sandbox.origin);
    expect(answer.headers.location).toContain("/checkout/");
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(answer.bytes).toHaveLength(0);
    expect(await stage.clicks(link)).toMatchObject([{ class: "human", to_fallback: false }]);
  });

  it("gets there however the code is written", async () => {
    const link = await stage.link(community);
    const percent = [...link.code].map((c) => `%${c.charCodeAt(0).toString(16)}`).join("");
    for (const code of [link.code.toUpperCase(), `${link.code}%20`, percent]) {
      expect((await stage.ask(`/r/${code}`)).status, code).toBe(302);
    }
  });

  it("gets there also when they offer to speak another protocol", async () => {
    const link = await stage.link(community);
    const offer = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAMAAABk" };
    const answer = await stage.ask(`/r/${link.code}`, offer);
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toContain("/checkout/");
    expect(await classesOf(link)).toEqual(["human"]);
  });

  it("gets there by every code that the member ever chose", async () => {
    const first = await stage.link(community, { code: `first-${community.route}` });
    const second = await stage.link(community, { code: `second-${community.route}` });
    expect((await stage.ask(`/r/${first.code}`)).status).toBe(302);
    expect((await stage.ask(`/r/${second.code}`)).status).toBe(302);
  });

  it("is one person when they click again, with the cookie or without", async () => {
    const link = await stage.link(community);
    const first = await stage.ask(`/r/${link.code}`);
    const cookie = first.cookies.map((text) => text.split(";")[0]).join("; ");
    expect(first.cookies.join()).toMatch(/^rf_v=[^;]+; Path=\/r; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    await stage.ask(`/r/${link.code}`);
    const again = await stage.ask(`/r/${link.code}`, { cookie });
    expect(again.cookies).toEqual([]);
    expect(await classesOf(link, 3)).toEqual(["human", "duplicate", "duplicate"]);
  });

  it("gets no cookie where the owner does not want any, and none of theirs is read", async () => {
    const shy = await stage.community();
    const { companyId, ownerToken } = shy;
    const settings = { companyId, visitorCookie: false };
    const changed = await stage.play.api("/api/v1/settings", "PATCH", ownerToken, settings);
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    const link = await stage.link(shy);
    const cookie = `rf_v=${"A".repeat(22)}.sz0000.1z141z4`;
    const answer = await stage.ask(`/r/${link.code}`, { cookie });
    expect(answer.cookies).toEqual([]);
    expect(await stage.clicks(link)).toMatchObject([{ class: "human", by_cookie: false }]);
  });

  it("leaves no address: what is stored is a keyed hash of the network", async () => {
    const link = await stage.link(community);
    const marker = "203.0.113.77";
    await stage.ask(`/r/${link.code}`, { "x-forwarded-for": marker });
    const [click] = await stage.clicks(link);
    expect(click?.network_key).toMatch(/^-?\d+$/);
    const [row] = await stage.admin<{ text: string }[]>`
      SELECT row_to_json(c)::text AS text FROM referral_clicks c WHERE code_id = ${link.id}`;
    expect(row?.text).not.toContain("203.0.113");
    expect(stage.app.logs()).not.toContain(marker);
  });
});

describe("who is no person", () => {
  it("gets the card when it shows links to others, and is not counted", async () => {
    const link = await stage.link(community);
    const answer = await stage.ask(`/r/${link.code}`, { "user-agent": unfurler });
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.text).toContain('property="og:image"');
    expect(await classesOf(link)).toEqual(["preview"]);
  });

  it.each([
    ["sec-purpose", "prefetch"],
    ["sec-purpose", "prefetch;prerender"],
    ["purpose", "prefetch"],
    ["x-moz", "prefetch"],
  ])("is told to come again when it asks ahead of time, with %s: %s", async (name, value) => {
    const link = await stage.link(community);
    const answer = await stage.ask(`/r/${link.code}`, { [name]: value });
    expect(answer.status).toBe(503);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.headers.location).toBeUndefined();
    expect(answer.cookies).toEqual([]);
    expect(await classesOf(link)).toEqual(["prefetch"]);
  });

  it("is counted apart when Whop says that it is the link's owner, and only then", async () => {
    let networks = 0;
    const askAs = async (link: { code: string }, token: string) => {
      networks += 1;
      const headers = { "x-whop-user-token": token, "x-forwarded-for": `203.0.${networks}.9` };
      expect((await stage.ask(`/r/${link.code}`, headers)).status).toBe(302);
    };
    const own = await stage.link(community);
    await stage.play.eventually(
      async () => {
        await askAs(own, community.memberToken);
        return classesOf(own);
      },
      (classes) => classes.includes("self"),
    );
    const link = await stage.link(community);
    const others = await stage.community();
    for (const token of [community.ownerToken, others.memberToken, "forged"]) await askAs(link, token);
    expect(await classesOf(link, 3)).toEqual(["human", "human", "human"]);
  });

  it("is redirected without being counted when it asks for the head only, or is a machine", async () => {
    const link = await stage.link(community);
    const head = await stage.ask(`/r/${link.code}`, {}, "HEAD");
    expect(head.status).toBe(302);
    expect(head.headers.location).toContain("/checkout/");
    expect(await classesOf(link, 0)).toEqual([]);
    const machine = await stage.ask(`/r/${link.code}`, { "user-agent": "curl/8.5.0" });
    expect(machine.status).toBe(302);
    expect(machine.cookies).toEqual([]);
    expect(await classesOf(link)).toEqual(["bot"]);
  });

  it.each(["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])(
    "is refused when it asks with %s",
    async (method) => {
      const link = await stage.link(community);
      const answer = await stage.ask(`/r/${link.code}`, {}, method);
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe("GET, HEAD");
      expect(await classesOf(link, 0)).toEqual([]);
    },
  );
});

describe("a link that does not lead on", () => {
  it("is a friendly page when it never existed, and no cache keeps it", async () => {
    const answer = await stage.ask("/r/nobodyhasthis");
    expect(answer.status).toBe(404);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.text).toContain("There is no such link");
    const spanish = await stage.ask("/r/nobodyhasthis", { "accept-language": "es-MX,es;q=0.9" });
    expect(spanish.text).toContain('<html lang="es">');
    expect(spanish.text).toContain("Este enlace no existe");
  });

  it("still lets the visitor buy when it is paused, and works again at once when it is resumed", async () => {
    const link = await stage.link(community);
    expect((await stage.ask(`/r/${link.code}`)).status).toBe(302);
    await update(link, { isActive: false });
    const paused = await stage.play.eventually(
      () => stage.ask(`/r/${link.code}`),
      (answer) => answer.status === 410,
    );
    expect(paused.headers["cache-control"]).toBe("no-store");
    expect(paused.text).toContain(`href="${stage.app.sandbox.origin}/${community.route}"`);
    expect(paused.text).toContain(community.title);
    expect(paused.cookies).toEqual([]);
    await update(link, { isActive: true });
    await stage.play.eventually(
      () => stage.ask(`/r/${link.code}`),
      (answer) => answer.status === 302,
    );
  });

  it("says so when its time is over or it has brought all it may, and unfurlers show no card of it", async () => {
    const expiring = await stage.link(community, { expiresAt: "2099-01-01T00:00:00Z" });
    await stage.admin`UPDATE referral_code_options SET expires_at = now() - interval '1 second' WHERE code_id = ${expiring.id}`;
    const expired = await stage.ask(`/r/${expiring.code}`);
    expect([expired.status, expired.text.includes("Its time is over.")]).toEqual([410, true]);
    const used = await stage.link(community, { maxUses: 1 });
    expect((await stage.ask(`/r/${used.code}`, {}, "HEAD")).status).toBe(302);
    await stage.admin`
      INSERT INTO referrals (company_id, id, referrer_id, referred_id, referral_code_id, evidence, rules_version,
                             signed_up_at)
      SELECT company_id, gen_random_uuid(), user_id, user_id, id, 'checkout_metadata', 1, now()
      FROM referral_codes WHERE id = ${used.id}`;
    await stage.admin`SELECT pg_notify('links_changed', ${used.code})`;
    const full = await stage.play.eventually(
      () => stage.ask(`/r/${used.code}`),
      (answer) => answer.status === 410,
    );
    expect(full.text).toContain("as many people as it could");
    const card = await stage.ask(`/r/${expiring.code}`, { "user-agent": unfurler });
    expect(card.status).toBe(410);
  });
});
