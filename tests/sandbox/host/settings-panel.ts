import { type Html, html } from "#tests/sandbox/http/escape.ts";

type Choice = { value: string; label: string };

const SHAPES: Choice[] = [
  { value: "nested", label: "Nested (2026-07-20)" },
  { value: "flat", label: "Flat (2026-09-02-1)" },
  { value: "mixed", label: "Mixed" },
];

const DUPLICATES: Choice[] = [
  { value: "0", label: "Once" },
  { value: "1", label: "Twice" },
  { value: "4", label: "Five times" },
];

const DROPS: Choice[] = [
  { value: "0", label: "Nothing" },
  { value: "0.1", label: "10 % of events" },
  { value: "0.5", label: "Half of them" },
  { value: "1", label: "Everything" },
];

/** Each is the `faults` setting; the page sends it as it stands. */
const FAULTS: (Choice & { faults: unknown[] })[] = [
  { value: "none", label: "No faults", faults: [] },
  {
    value: "lost-answers",
    label: "Rewards applied, answers lost",
    faults: [
      { match: "POST /promo_codes", kind: "applied_then_timeout" },
      { match: "POST /memberships/*", kind: "applied_then_500" },
    ],
  },
  { value: "some", label: "30 % of changes fail", faults: [{ match: "POST *", kind: "500", rate: 0.3 }] },
  { value: "busy", label: "Too many requests", faults: [{ match: "*", kind: "429" }] },
  { value: "down", label: "Whop is down", faults: [{ match: "*", kind: "reset" }] },
  { value: "slow", label: "Whop does not answer", faults: [{ match: "*", kind: "timeout" }] },
];

const TOGGLES: Choice[] = [
  { value: "shuffle", label: "Out of order" },
  { value: "badSignature", label: "Forge every signature" },
  { value: "staleTimestamp", label: "Stale timestamps" },
  { value: "rotateSecrets", label: "Sign with both secrets" },
];

function select(name: string, label: string, choices: readonly Choice[]): Html {
  return html`<label class="field">${label}<select data-setting="${name}">${choices.map(
    ({ value, label: text }) => html`<option value="${value}">${text}</option>`,
  )}</select></label>`;
}

function faultSelect(): Html {
  return html`<label class="field">Whop's API<select data-setting="faults">${FAULTS.map(
    ({ value, label, faults }) =>
      html`<option value="${value}" data-faults="${JSON.stringify(faults)}">${label}</option>`,
  )}</select></label>`;
}

export function settingsPanel(): Html {
  return html`<h2>Webhooks</h2>
  ${select("payloadShape", "Shape", SHAPES)}
  ${select("duplicates", "Each is sent", DUPLICATES)}
  ${select("dropRate", "Lost on the way", DROPS)}
  <div class="toggles">${TOGGLES.map(
    ({ value, label }) => html`<label><input type="checkbox" data-toggle="${value}"> ${label}</label>`,
  )}<label><input type="checkbox" data-toggle="paused"> Hold everything back</label></div>
  <div class="row">
    <button type="button" data-send="forged">Send a forged one</button>
    <button type="button" data-send="stale">A stale one</button>
    <button type="button" data-send="unknown">An unknown type</button>
    <button type="button" data-flush>Send what waits</button>
  </div>
  <h2>API</h2>
  ${faultSelect()}
  <label class="field">Permission taken back<input data-setting="revoked" placeholder="promo_code:create" autocomplete="off"></label>
  <h2>Begin again</h2>
  <p class="hint">Puts Whop's side back to the seeded community. The app keeps what it knows.</p>
  <button type="button" data-reset>Reset the sandbox</button>`;
}
