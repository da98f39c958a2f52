import { startSandbox } from "#tests/sandbox/server.ts";

/** Whop's stand-in, for figures that are to be the same whether Whop answers or not. */
const env = process.env;
const sandbox = await startSandbox({
  port: 0,
  appOrigin: "http://localhost:3000",
  apiKey: env.WHOP_API_KEY ?? "",
  appId: env.WHOP_APP_ID ?? "",
  webhookSecrets: [env.WHOP_WEBHOOK_SECRET ?? ""],
  seed: false,
});
console.log(`listening ${new URL(sandbox.origin).port}`);
process.on("SIGTERM", () => void sandbox.stop().then(() => process.exit(0)));
