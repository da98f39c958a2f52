import { connectFrame, sendToApp } from "./frame.js";
import { startPanel } from "./panel.js";

const facts = JSON.parse(document.getElementById("facts").textContent);
const frame = document.getElementById("app");
const state = {
  persona: localStorage.getItem("persona") ?? "member-1",
  view: localStorage.getItem("view") ?? "member",
  theme:
    localStorage.getItem("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
  narrow: localStorage.getItem("narrow") === "true",
};

const PATHS = {
  member: () => `/experiences/${facts.experienceId}`,
  owner: () => `/dashboard/${facts.companyId}`,
  discover: () => "/discover",
};

/** Calls the control API; refusals are shown to the person, not thrown away. */
async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) {
    toast(answer.error?.message ?? `${response.status}`);
    throw new Error(answer.error?.message ?? String(response.status));
  }
  return answer;
}

let toastTimer;
function toast(text, link) {
  const box = document.getElementById("toast");
  box.textContent = text;
  if (link) {
    const anchor = Object.assign(document.createElement("a"), {
      href: link,
      target: "_blank",
      textContent: link,
    });
    box.append(" ", anchor);
  }
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (box.hidden = true), link ? 12_000 : 5_000);
}

function currentUser() {
  return document.querySelector(`[data-persona="${state.persona}"]`)?.dataset.user ?? "";
}

function appUrl() {
  const query = new URLSearchParams({
    user: currentUser() || "stranger",
    to: PATHS[state.view](),
    theme: state.theme,
  });
  return `${facts.proxyOrigin}/_persona?${query}`;
}

function show() {
  for (const [key, value] of Object.entries(state)) localStorage.setItem(key, String(value));
  for (const button of document.querySelectorAll("[data-persona]"))
    button.setAttribute("aria-checked", String(button.dataset.persona === state.persona));
  for (const button of document.querySelectorAll("[data-view]"))
    button.setAttribute("aria-current", String(button.dataset.view === state.view));
  document.documentElement.dataset.theme = state.theme;
  globalThis.cookieStore?.set({ name: "whop-frosted-theme", value: `appearance:${state.theme}`, path: "/" });
  document.getElementById("theme").setAttribute("aria-pressed", String(state.theme === "dark"));
  document.getElementById("width").setAttribute("aria-pressed", String(state.narrow));
  document.querySelector(".window").classList.toggle("narrow", state.narrow);
  document.getElementById("alone").href = appUrl();
}

function load() {
  show();
  frame.src = appUrl();
}

function listen() {
  for (const button of document.querySelectorAll("[data-persona]"))
    button.addEventListener("click", () => {
      state.persona = button.dataset.persona;
      if (["owner", "moderator"].includes(state.persona) && state.view === "member") state.view = "owner";
      if (!["owner", "moderator"].includes(state.persona) && state.view === "owner") state.view = "member";
      load();
    });
  for (const button of document.querySelectorAll("[data-view]"))
    button.addEventListener("click", () => {
      state.view = button.dataset.view;
      load();
    });
  document.querySelector(".personas").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...document.querySelectorAll("[data-persona]")];
    const index = buttons.findIndex((button) => button.dataset.persona === state.persona);
    const next = buttons[(index + step + buttons.length) % buttons.length];
    next.focus();
    next.click();
    event.preventDefault();
  });
  document.getElementById("theme").addEventListener("click", () => {
    state.theme = state.theme === "dark" ? "light" : "dark";
    show();
    sendToApp(frame, facts, "onColorThemeChange", { appearance: state.theme });
  });
  document.getElementById("width").addEventListener("click", () => {
    state.narrow = !state.narrow;
    show();
  });
  document.getElementById("reload").addEventListener("click", load);
  for (const button of document.querySelectorAll("[data-travel]"))
    button.addEventListener("click", async () => {
      setClock(await call("POST", "/sandbox/clock", { advanceSeconds: Number(button.dataset.travel) }));
      load();
    });
}

let offset = 0;
function setClock(reading) {
  offset = reading.offsetSeconds;
  drawClock();
}
function drawClock() {
  const now = new Date(Date.now() + offset * 1_000);
  document.getElementById("clock").textContent = now.toLocaleString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}

connectFrame({ frame, facts, state, call, toast, currentUser });
listen();
load();
startPanel({ facts, call, toast, setClock, frame, currentUser });
setClock(await call("GET", "/sandbox/clock"));
setInterval(drawClock, 10_000);
