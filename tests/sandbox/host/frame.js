const TAG = "typed-transport";
const WHOP = "app_whop";

/** Answers the app as whop.com answers it: the same envelope back, with the request's event as its name. */
export function connectFrame(context) {
  const { frame, facts } = context;
  window.addEventListener("message", async (message) => {
    const { data } = message;
    if (message.source !== frame.contentWindow || message.origin !== facts.proxyOrigin) return;
    if (data?.libId !== TAG || data.receiverAppId !== WHOP || data.senderAppId !== facts.appId) return;
    const [app, method] = String(data.event).split(":");
    if (app !== facts.appId) return;
    const answer = ANSWERS[method];
    if (!answer) return;
    reply(frame, facts, data.event, await answer(context, data.data));
  });
}

/** Calls one of the few methods that the app offers to its host. */
export function sendToApp(frame, facts, method, data) {
  const id = Math.random().toString(36).slice(2, 10).padEnd(8, "0");
  reply(frame, facts, `${WHOP}:${method}:${id}`, data);
}

function reply(frame, facts, event, data) {
  const envelope = { event, data, libId: TAG, receiverAppId: facts.appId, senderAppId: WHOP };
  frame.contentWindow?.postMessage(envelope, facts.proxyOrigin);
}

const VIEW_TYPES = { member: "app", owner: "admin", discover: "preview" };

const ANSWERS = {
  ping: () => "pong",
  getTopLevelUrlData({ facts, state }) {
    const baseHref = `${location.origin}/${facts.companyRoute}/referrals`;
    return {
      companyRoute: facts.companyRoute,
      experienceRoute: "referrals",
      experienceId: facts.experienceId ?? "",
      viewType: VIEW_TYPES[state.view],
      baseHref,
      fullHref: location.href,
    };
  },
  getColorTheme: ({ state }) => ({ appearance: state.theme }),
  openExternalUrl({ toast }, { url }) {
    const opened = window.open(url, "_blank", "noopener");
    if (!opened) toast("The app opens", url);
    return "ok";
  },
  onHrefChange({ facts }, { href }) {
    const url = new URL(href, facts.proxyOrigin);
    document.getElementById("address").textContent = `${url.pathname}${url.search}`;
    return "ok";
  },
  inAppPurchase: buyInApp,
  closeApp: () => "ok",
  openHelpChat({ toast }) {
    toast("Whop would open its help chat here.");
    return "ok";
  },
  earliestUnreadNotification: () => null,
  markExperienceRead: () => "ok",
  performHaptic: () => "ok",
  onNavigationStackChange: () => "ok",
};

function buyInApp({ call, currentUser }, { planId, id }) {
  const userId = currentUser();
  if (!userId) return Promise.resolve({ status: "error", error: "Nobody is signed in." });
  const dialog = document.getElementById("purchase");
  document.getElementById("purchase-text").textContent = `Plan ${planId}${id ? `, session ${id}` : ""}`;
  dialog.returnValue = "cancel";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      async () => {
        if (dialog.returnValue !== "pay")
          return resolve({ status: "error", error: "The purchase was cancelled." });
        const purchaseUrl = `/checkout/${planId}/${id ? `?session=${id}` : ""}`;
        try {
          const bought = await call("POST", "/sandbox/checkout", { purchaseUrl, userId, outcome: "pay" });
          resolve({ status: "ok", data: { sessionId: id ?? "", receiptId: bought.paymentId } });
        } catch (error) {
          resolve({ status: "error", error: error.message });
        }
      },
      { once: true },
    );
  });
}
