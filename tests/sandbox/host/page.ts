import { Html, html } from "#tests/sandbox/http/escape.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";
import { settingsPanel } from "./settings-panel.ts";

const VIEWS = [
  { key: "member", label: "Member view" },
  { key: "owner", label: "Owner dashboard" },
  { key: "discover", label: "Discover" },
];

function initials(label: string): string {
  const [name = ""] = label.split(" · ");
  return name
    .split(" ")
    .map((part) => part[0] ?? "")
    .join("")
    .slice(0, 2);
}

function personaButtons(sandbox: Sandbox): Html[] {
  return sandbox.world.personas.map(({ key, label, userId }) => {
    const [name = "", role = ""] = label.split(" · ");
    return html`<button class="persona" type="button" role="radio" aria-checked="false" data-persona="${key}"
      data-user="${userId ?? ""}" title="${label}"><span class="avatar" aria-hidden="true">${initials(label)}</span>
      <span class="who"><strong>${name.split(" ")[0]}</strong><small>${role}</small></span></button>`;
  });
}

/** What the page's scripts have to know before they ask for anything. */
function facts(sandbox: Sandbox): Html {
  const { world } = sandbox;
  const experience = world.experiences.all()[0];
  const company = world.companies.find(experience?.companyId);
  const plan = world.plans.first((row) => row.companyId === company?.id);
  const data = {
    appId: sandbox.appId,
    appOrigin: sandbox.appOrigin,
    proxyOrigin: sandbox.proxyOrigin,
    companyId: company?.id ?? null,
    companyRoute: company?.route ?? "",
    experienceId: experience?.id ?? null,
    planId: plan?.id ?? null,
  };
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  return new Html(`<script type="application/json" id="facts">${json}</script>`);
}

/** Stands where whop.com stands: it embeds the app for the person who is chosen, and lets the rest of the world act. */
export function hostPage(sandbox: Sandbox): string {
  const company = sandbox.world.companies.all()[0];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Whop sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/host/host.css">
<link rel="stylesheet" href="/host/panel.css">
<script type="module" src="/host/host.js"></script>
</head>
<body>
<header class="bar">
  <h1><span class="dot" aria-hidden="true"></span>Sandbox</h1>
  <div class="personas" role="radiogroup" aria-label="Who is looking">${personaButtons(sandbox)}</div>
  <div class="tools">
    <div class="clock" aria-label="Time at Whop"><output id="clock">–</output>
      <button type="button" data-travel="3600">+1 h</button>
      <button type="button" data-travel="86400">+1 day</button>
      <button type="button" data-travel="1209600">+14 days</button>
    </div>
    <button type="button" id="width" aria-pressed="false">Phone</button>
    <button type="button" id="theme" aria-pressed="false">Dark</button>
  </div>
</header>
<main class="stage">
  <section class="window" aria-label="The app inside Whop">
    <nav class="views" aria-label="View of the app">
      ${VIEWS.map(({ key, label }) => html`<button type="button" data-view="${key}">${label}</button>`)}
      <output class="address" id="address" title="Where the app is"></output>
      <button type="button" id="reload">Reload</button>
      <a id="alone" target="_blank" rel="noopener" href="/">Open alone</a>
    </nav>
    <div class="screen"><iframe id="app" title="Referly" allow="clipboard-write; web-share"></iframe></div>
  </section>
  <aside class="panel" aria-label="The rest of the world">
    <div class="tabs" role="tablist">
      <button type="button" role="tab" aria-selected="true" data-tab="story">Story</button>
      <button type="button" role="tab" aria-selected="false" data-tab="log">Log <span class="count" id="log-count"></span></button>
      <button type="button" role="tab" aria-selected="false" data-tab="settings">Faults</button>
    </div>
    <section data-panel="story">
      <h2>Somebody follows a link</h2>
      <p class="hint">Paste a link from the app here, or leave this empty to use the one that the app shows.</p>
      <input id="link" placeholder="${sandbox.appOrigin}/r/…" aria-label="Referral link or purchase URL" autocomplete="off">
      <div class="row">
        <button type="button" class="primary" data-buy="pay">Buy as a new person</button>
        <button type="button" data-buy="trial">Start a trial</button>
        <button type="button" data-buy="decline">Card declined</button>
      </div>
      <p class="row links"><a id="visit" target="_blank" rel="noopener" href="#">Open the link in a new tab</a>
        <a target="_blank" rel="noopener" href="/${company?.route ?? ""}">Community page</a></p>
      <h2>What happens to purchases</h2>
      <ol class="purchases" id="purchases"></ol>
    </section>
    <section data-panel="log" hidden>
      <div class="row filters" role="group" aria-label="Show">
        <label><input type="checkbox" data-log="webhook" checked> Webhooks</label>
        <label><input type="checkbox" data-log="effect" checked> Effects</label>
        <label><input type="checkbox" data-log="request"> Calls</label>
      </div>
      <ol class="log" id="log"></ol>
    </section>
    <section data-panel="settings" hidden>${settingsPanel()}</section>
  </aside>
</main>
<div class="toast" id="toast" role="status" hidden></div>
<dialog id="purchase"><form method="dialog">
  <h2>Buy inside the app</h2><p id="purchase-text"></p>
  <div class="row"><button class="primary" value="pay">Pay</button><button value="cancel">Cancel</button></div>
</form></dialog>
${facts(sandbox)}
</body>
</html>`.text;
}
