import { readFileSync } from "node:fs";
import { document, priceLine, problemPage } from "#tests/sandbox/checkout/pages.ts";
import { html } from "#tests/sandbox/http/escape.ts";
import type { Exchange } from "#tests/sandbox/http/exchange.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";
import { hostPage } from "./page.ts";

const CSS = "text/css; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";
const ASSETS: Record<string, string> = {
  "/host/theme.css": CSS,
  "/host/host.css": CSS,
  "/host/panel.css": CSS,
  "/host/pages.css": CSS,
  "/host/host.js": SCRIPT,
  "/host/frame.js": SCRIPT,
  "/host/panel.js": SCRIPT,
  "/host/log.js": SCRIPT,
  "/host/rows.js": SCRIPT,
  "/host/settings.js": SCRIPT,
};

/** Everything a person sees of Whop besides the checkout: the host page, its files, and companies' pages. */
export async function hostPages(sandbox: Sandbox, exchange: Exchange): Promise<void> {
  const { path } = exchange;
  const type = ASSETS[path];
  if (type) {
    const text = readFileSync(new URL(path.slice("/host/".length), import.meta.url), "utf8");
    return exchange.send(200, text, { "content-type": type, "cache-control": "no-cache" });
  }
  if (path === "/") return exchange.html(200, hostPage(sandbox));
  const page = companyPage(sandbox, path.slice(1).replace(/\/$/, ""));
  if (page) return exchange.html(200, page);
  exchange.html(404, problemPage("There is nothing at this address."));
}

/** A company's own page on Whop, where a visitor can still buy. */
function companyPage(sandbox: Sandbox, route: string): string | null {
  const { world } = sandbox;
  const company = world.companies.first((row) => row.route === route || row.id === route);
  if (!company) return null;
  const plans = world.plans.where((plan) => plan.companyId === company.id && plan.visibility === "visible");
  return document(
    company.title,
    html`<main class="card">
    <p class="brand">Community</p>
    <h1>${company.title}</h1>
    <p class="quiet">${company.description}</p>
    <ul class="plans">${plans.map(
      (
        plan,
      ) => html`<li><div><strong>${plan.title}</strong><span class="quiet">${priceLine(plan)}</span></div>
      <a class="button primary" href="/checkout/${plan.id}/">Join</a></li>`,
    )}</ul>
  </main>`,
  );
}
