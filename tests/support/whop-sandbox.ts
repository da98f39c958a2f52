import type { Logger } from "#lib/core/log.ts";
import { createWhopPlatform, type WhopPlatform } from "#lib/whop/index.ts";
import { type RunningSandbox, startSandbox } from "#tests/sandbox/server.ts";
import type { Fault } from "#tests/sandbox/settings.ts";

const apiKey = "sandbox_api_key_for_tests";
const appId = "app_referlytests";
export const sandboxKeys = { apiKey, appId, webhookSecrets: [`ws_${"5a".repeat(32)}`] };

/** Longer than a busy machine lets a call wait, and not long for a test of a platform that never answers. */
const patient = { read: 3_000, change: 3_000 };

/** A sandbox without a community of its own, and the adapter on it. */
export async function openSandbox(timeouts = patient) {
  const sandbox = await startSandbox({
    port: 0,
    appOrigin: "http://localhost:3000",
    ...sandboxKeys,
    seed: false,
  });
  return { sandbox, whop: adapterOn(sandbox.origin, timeouts), settings: settingsOf(sandbox) };
}

const silent: Logger = { child: () => silent, debug() {}, info() {}, warn() {}, error() {} };

export function adapterOn(origin: string, timeouts = patient, log: Logger = silent): WhopPlatform {
  return createWhopPlatform({ apiKey, appId, baseUrl: `${origin}/api/v1`, log, timeouts });
}

function settingsOf(sandbox: RunningSandbox) {
  return async (patch: {
    faults?: Partial<Fault>[];
    revokedPermissions?: string[];
    idempotencyKeys?: string;
    unpayableUsers?: string[];
  }) => {
    const answer = await fetch(`${sandbox.origin}/sandbox/settings`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(patch),
    });
    if (!answer.ok) throw new Error(`the sandbox refused its settings: ${await answer.text()}`);
  };
}
