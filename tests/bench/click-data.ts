import { randomBytes, randomInt } from "node:crypto";
import type { Sql } from "postgres";
import { newId } from "#lib/core/ids.ts";
import { DIGIT, httpRequest } from "./harness.ts";

/** As long as Whop's own ids are. */
const COMPANY = "biz_BenchClicks001";

export type BenchLink = { codeId: string; code: string };

/** A community whose members have `many` links, each with its checkout, as serve finds them. */
export async function loadLinks(admin: Sql, many: number): Promise<BenchLink[]> {
  const userId = newId();
  const links = Array.from({ length: many }, (_, i) => ({
    codeId: newId(),
    code: `bench${String(i).padStart(6, "0")}`,
  }));
  const ids = links.map(({ codeId }) => codeId);
  const codes = links.map(({ code }) => code);
  await admin.begin(async (tx) => {
    await tx`INSERT INTO companies (company_id, title, route, settings)
             VALUES (${COMPANY}, 'Bench community', 'bench', '{"defaultPlanId":"plan_bench"}')`;
    await tx`INSERT INTO users (company_id, id, whop_user_id, name) VALUES (${COMPANY}, ${userId}, 'user_bench', 'Bench')`;
    await tx`INSERT INTO referral_codes (company_id, id, user_id, code, created_at)
             SELECT ${COMPANY}, id, ${userId}, code, now() FROM unnest(${ids}::uuid[], ${codes}::text[]) AS r(id, code)`;
    await tx`INSERT INTO code_directory (code, company_id, code_id)
             SELECT code, ${COMPANY}, id FROM unnest(${ids}::uuid[], ${codes}::text[]) AS r(id, code)`;
    await tx`INSERT INTO checkout_configurations (company_id, checkout_id, code_id, plan_id, purchase_url, metadata)
             SELECT ${COMPANY}, 'ch_' || code, id, 'plan_bench',
                    'https://whop.com/checkout/plan_bench/?session=ch_' || code, '{}'
             FROM unnest(${ids}::uuid[], ${codes}::text[]) AS r(id, code)`;
  });
  await admin`ANALYZE referral_codes, code_directory, checkout_configurations`;
  return links;
}

const agents = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_# like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.# Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 14; SM-S91#B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/12#.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/12#.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_#) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/12#.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Linux; Android 14; Pixel #; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/12#.0.0.0 Mobile Safari/537.36 Instagram 31#.0.0.38.109",
];

const countries = ["US", "DE", "ES", "BR", "IN"];

/**
 * Visits by strangers: other browsers, other networks, two thirds with a cookie of an earlier day. They are other people
 * each time they are sent, as those of the bare limit are. `full`: with the country that a hosting platform adds, and a
 * quarter with a campaign's parameters.
 */
export function visits(links: readonly BenchLink[], many: number, full = false): string[] {
  return Array.from({ length: many }, (_, i) => {
    const code = links[randomInt(links.length)]?.code ?? "";
    const agent = (agents[i % agents.length] ?? "").replaceAll("#", String(randomInt(10)));
    const utm = full && i % 4 === 0 ? "?utm_source=instagram&utm_medium=story&utm_campaign=spring" : "";
    const cookie = `rf_v=${randomBytes(16).toString("base64url").slice(8)}${DIGIT.repeat(8)}.sz0000.1z141z4`;
    return httpRequest("GET", `/r/${code}${utm}`, {
      "user-agent": agent,
      accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
      "accept-language": "en-US,en;q=0.9",
      "accept-encoding": "gzip, deflate, br",
      referer: "https://www.instagram.com/",
      ...(full ? { "cf-ipcountry": countries[i % countries.length] ?? "" } : {}),
      "x-forwarded-for": `20${DIGIT}.1${DIGIT}${DIGIT}.1${DIGIT}${DIGIT}.${randomInt(256)}`,
      ...(i % 3 === 0 ? {} : { cookie }),
    });
  });
}
