const setting = (name) => document.querySelector(`[data-setting="${name}"]`);

/** Shows what the sandbox is set to, and changes it as soon as something is chosen. */
export function connectSettings({ facts, call, toast }) {
  const change = async (patch) => fill(await call("PUT", "/sandbox/settings", patch));
  setting("payloadShape").addEventListener("change", (event) => change({ payloadShape: event.target.value }));
  for (const name of ["duplicates", "dropRate"])
    setting(name).addEventListener("change", (event) =>
      change({ delivery: { [name]: Number(event.target.value) } }),
    );
  setting("faults").addEventListener("change", (event) =>
    change({ faults: JSON.parse(event.target.selectedOptions[0].dataset.faults) }),
  );
  setting("revoked").addEventListener("change", (event) =>
    change({ revokedPermissions: event.target.value.split(/[\s,]+/).filter(Boolean) }),
  );
  for (const box of document.querySelectorAll("[data-toggle]"))
    box.addEventListener("change", () => {
      const name = box.dataset.toggle;
      change({
        delivery: name === "paused" ? { mode: box.checked ? "paused" : "normal" } : { [name]: box.checked },
      });
    });
  const messages = {
    forged: { type: "payment.succeeded", companyId: facts.companyId, data: {}, signature: "forged" },
    stale: { type: "payment.succeeded", companyId: facts.companyId, data: {}, signature: "stale" },
    unknown: { type: "something.new", companyId: facts.companyId, data: { id: "new_1" } },
  };
  for (const button of document.querySelectorAll("[data-send]"))
    button.addEventListener("click", async () => {
      await call("POST", "/sandbox/webhooks", messages[button.dataset.send]);
      toast("Sent. See the log for the answer.");
    });
  document.querySelector("[data-flush]").addEventListener("click", async () => {
    const { delivered, undelivered } = await call("POST", "/sandbox/deliveries/flush");
    toast(`${delivered} delivered, ${undelivered} not.`);
  });
  document.querySelector("[data-reset]").addEventListener("click", async () => {
    await call("POST", "/sandbox/reset");
    location.reload();
  });
  call("GET", "/sandbox/settings").then(fill);
}

function fill({ payloadShape, delivery, faults, revokedPermissions }) {
  setting("payloadShape").value = payloadShape;
  setting("duplicates").value = String(delivery.duplicates);
  setting("dropRate").value = String(delivery.dropRate);
  setting("revoked").value = revokedPermissions.join(", ");
  const kinds = JSON.stringify(faults.map(({ match, kind }) => [match, kind]));
  for (const option of setting("faults").options) {
    const own = JSON.stringify(JSON.parse(option.dataset.faults).map(({ match, kind }) => [match, kind]));
    if (own === kinds) setting("faults").value = option.value;
  }
  for (const box of document.querySelectorAll("[data-toggle]"))
    box.checked = box.dataset.toggle === "paused" ? delivery.mode === "paused" : delivery[box.dataset.toggle];
}
