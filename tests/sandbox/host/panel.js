import { drawLog } from "./log.js";
import { oneAtATime, showRows } from "./rows.js";
import { connectSettings } from "./settings.js";

const OUTCOMES = {
  pay: "bought",
  trial: "started a trial",
  decline: "tried, but the card was declined",
};

/** The panel beside the app: what others do, what was sent and received, and what may go wrong. */
export function startPanel(context) {
  connectTabs();
  connectStory(context);
  connectSettings(context);
  const refresh = oneAtATime(() => Promise.all([drawPurchases(context), drawLog(context)]));
  for (const box of document.querySelectorAll("[data-log]")) box.addEventListener("change", refresh);
  const stream = new EventSource("/sandbox/stream");
  stream.onmessage = refresh;
  stream.onopen = refresh;
}

function connectTabs() {
  const tabs = [...document.querySelectorAll("[data-tab]")];
  for (const tab of tabs)
    tab.addEventListener("click", () => {
      for (const other of tabs) {
        const chosen = other === tab;
        other.setAttribute("aria-selected", String(chosen));
        document.querySelector(`[data-panel="${other.dataset.tab}"]`).hidden = !chosen;
      }
    });
}

function connectStory({ call, toast, frame, currentUser }) {
  const link = document.getElementById("link");
  link.addEventListener("input", aimVisit);
  frame.addEventListener("load", async () => {
    shownLink = (await call("GET", `/sandbox/link?userId=${currentUser()}`)).url;
    aimVisit();
  });
  for (const button of document.querySelectorAll("[data-buy]"))
    button.addEventListener("click", async () => {
      const url = chosenLink();
      if (!url) return toast("There is no link yet. Open the app as a member first.");
      button.disabled = true;
      try {
        await buyAsSomebodyNew(call, url, button.dataset.buy, toast);
      } finally {
        button.disabled = false;
      }
    });
}

/** What the app shows to whoever looks at it. */
let shownLink = null;
let latestPurchaseUrl = null;

function chosenLink() {
  return document.getElementById("link").value.trim() || shownLink || latestPurchaseUrl;
}

function aimVisit() {
  document.getElementById("visit").href = chosenLink() ?? "#";
}

/** A stranger clicks, makes an account and buys, as the checkout page would do it. */
async function buyAsSomebodyNew(call, url, outcome, toast) {
  const { purchaseUrl, somebody } = await call("POST", "/sandbox/visit", { url });
  const { id } = await call("POST", "/sandbox/users", somebody);
  await call("POST", "/sandbox/checkout", { purchaseUrl, userId: id, outcome });
  toast(`${somebody.name} ${OUTCOMES[outcome]}.`);
}

const ACTS = [
  ["Renew", (row) => row.membershipId && row.renews, (row) => [`/sandbox/payments/${row.id}/renew`, {}]],
  ["Refund", isPaid, (row) => [`/sandbox/payments/${row.id}/refund`, {}]],
  ["Refund half", isPaid, (row) => [`/sandbox/payments/${row.id}/refund`, { partial: true }]],
  ["Inquiry", isPaid, (row) => [`/sandbox/payments/${row.id}/dispute`, { outcome: "inquiry" }]],
  ["Dispute", isPaid, (row) => [`/sandbox/payments/${row.id}/dispute`, { outcome: "open" }]],
  ["Win", isDisputed, (row) => [`/sandbox/payments/${row.id}/dispute`, { outcome: "won" }]],
  ["Lose", isDisputed, (row) => [`/sandbox/payments/${row.id}/dispute`, { outcome: "lost" }]],
  [
    "Cancel",
    (row) => isLive(row) && !row.cancels,
    (row) => [`/sandbox/memberships/${row.membershipId}/cancel`, {}],
  ],
  ["Trial ends soon", isTrial, (row) => [`/sandbox/memberships/${row.membershipId}/trial-ending`, {}]],
  ["End access", isLive, (row) => [`/sandbox/memberships/${row.membershipId}/deactivate`, {}]],
];

function isPaid(row) {
  return row.status === "paid" && row.isWorth && row.substatus !== "refunded";
}
function isDisputed(row) {
  return /dispute/.test(row.substatus) && !/won|lost|closed/.test(row.substatus);
}
function isTrial(row) {
  return row.membershipStatus === "trialing";
}
function isLive(row) {
  return ["active", "trialing", "completed", "past_due"].includes(row.membershipStatus);
}

async function drawPurchases({ call }) {
  const { payments, ...story } = await call("GET", "/sandbox/story");
  latestPurchaseUrl = story.latestPurchaseUrl;
  aimVisit();
  showRows(document.getElementById("purchases"), payments, (row, isOpen) => purchase(row, isOpen, call));
}

function purchase(row, isOpen, call) {
  const item = document.createElement("li");
  const details = Object.assign(document.createElement("details"), { open: isOpen });
  const summary = document.createElement("summary");
  summary.append(
    part("strong", row.buyer),
    part("span", row.amount, "amount"),
    part("span", wordFor(row), `badge ${toneOf(row)}`),
  );
  const note = part(
    "p",
    `${row.plan} · ${row.viaLink ? "through a referral link" : "no link"} · ${row.id}`,
    "hint",
  );
  const buttons = part("div", "", "row");
  for (const [label, applies, request] of ACTS) {
    if (!applies(row)) continue;
    const button = Object.assign(part("button", label), { type: "button" });
    button.addEventListener("click", () => call("POST", ...request(row)));
    buttons.append(button);
  }
  details.append(summary, note, buttons);
  item.append(details);
  return item;
}

function wordFor(row) {
  if (row.status !== "paid") return "declined";
  if (row.substatus !== "succeeded") return row.substatus.replaceAll("_", " ");
  return row.membershipStatus === "trialing" ? "trial" : (row.membershipStatus ?? "paid");
}

function toneOf(row) {
  if (row.status !== "paid" || /refund|lost/.test(row.substatus)) return "bad";
  if (/dispute/.test(row.substatus) || ["expired", "canceled"].includes(row.membershipStatus)) return "warn";
  return "good";
}

function part(name, text, className = "") {
  return Object.assign(document.createElement(name), { textContent: text, className });
}
