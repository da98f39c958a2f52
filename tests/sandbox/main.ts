import { onStop } from "#lib/runtime/lifecycle.ts";
import { startSandbox } from "./server.ts";

/** Values that a developer's .env.example carries; the sandbox is never reachable from outside. */
const env = process.env;
const required = (name: string): string => {
  const value = env[name];
  if (!value) {
    console.error(`The sandbox needs ${name}.`);
    process.exit(1);
  }
  return value;
};

const sandbox = await startSandbox({
  port: Number(env.SANDBOX_PORT ?? 3100),
  appOrigin: env.APP_ORIGIN ?? "http://localhost:3000",
  apiKey: required("WHOP_API_KEY"),
  appId: required("WHOP_APP_ID"),
  webhookSecrets: required("WHOP_WEBHOOK_SECRET")
    .split(",")
    .map((secret) => secret.trim()),
  dataDir: env.REFERLY_DATA_DIR ?? ".referly",
  fresh: process.argv.includes("--fresh"),
});

console.log(`sandbox ready on ${sandbox.origin} (app seen through ${sandbox.proxyOrigin})`);

onStop(() => sandbox.stop());
