import { showRows } from "./rows.js";

const SHOWN = 80;

/** Webhooks sent, effects received and, if asked for, every call: newest first, each with its body to open. */
export async function drawLog({ call }) {
  const wanted = (kind) => document.querySelector(`[data-log="${kind}"]`).checked;
  const sources = [
    ["webhook", `/sandbox/deliveries?limit=${SHOWN}`, webhookRow],
    ["effect", `/sandbox/effects?limit=${SHOWN}`, effectRow],
    ["request", `/sandbox/requests?limit=${SHOWN}`, requestRow],
  ].filter(([kind]) => wanted(kind));
  const rows = [];
  for (const [, path, shape] of sources)
    rows.push(...(await call("GET", path)).data.map((row) => shape(row, call)));
  rows.sort((a, b) => (a.at < b.at ? 1 : -1));
  const list = document.getElementById("log");
  showRows(list, rows.slice(0, SHOWN), draw);
  if (rows.length === 0)
    list.append(element("li", "Nothing yet. Open the app, then let somebody buy.", "hint"));
  document.getElementById("log-count").textContent =
    rows.length > 0 ? String(Math.min(rows.length, SHOWN)) : "";
}

function webhookRow(row, call) {
  const status = {
    delivered: String(row.responseStatus),
    retrying: `${row.responseStatus ?? "no answer"}, retrying`,
  };
  const tone = { delivered: "good", retrying: "warn", queued: "warn", sending: "warn", held: "warn" };
  return {
    id: `${row.id}.${row.copy}`,
    at: row.time,
    kind: "→",
    title: row.type,
    status: status[row.status] ?? row.status,
    tone: tone[row.status] ?? "bad",
    note: row.attempts.length > 1 ? `${row.attempts.length} tries` : "",
    body: { ...row, body: JSON.parse(row.body) },
    again: () => call("POST", `/sandbox/deliveries/${row.id}/resend`),
  };
}

function effectRow(row) {
  return {
    id: row.id,
    at: row.at,
    kind: "←",
    title: row.kind,
    status: "applied",
    tone: "accent",
    note: "",
    body: row,
  };
}

function requestRow(row) {
  const good = row.status >= 200 && row.status < 400;
  return {
    id: row.id,
    at: row.at,
    kind: "↔",
    title: `${row.method} ${row.path}`,
    status: row.status === 0 ? "no answer" : String(row.status),
    tone: good ? "plain" : "bad",
    note: row.fault ? `fault: ${row.fault}` : "",
    body: row,
  };
}

function draw(row, isOpen) {
  const item = document.createElement("li");
  const details = Object.assign(document.createElement("details"), { open: isOpen });
  const summary = document.createElement("summary");
  summary.append(
    element("span", row.kind, `way ${row.tone}`),
    element("span", row.title, "title"),
    element("span", row.note, "hint"),
    element("span", row.status, `badge ${row.tone}`),
    element("time", new Date(row.at).toLocaleTimeString("en-GB"), "hint"),
  );
  details.append(summary);
  const fill = () => {
    if (details.childElementCount > 1) return;
    details.append(element("pre", JSON.stringify(row.body, null, 2)));
    if (!row.again) return;
    const button = Object.assign(element("button", "Send again"), { type: "button" });
    button.addEventListener("click", row.again);
    details.append(button);
  };
  if (isOpen) fill();
  details.addEventListener("toggle", fill);
  item.append(details);
  return item;
}

function element(name, text, className = "") {
  return Object.assign(document.createElement(name), { textContent: text, className });
}
