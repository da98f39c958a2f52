import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const worker = fileURLToPath(new URL("./doomed-worker.ts", import.meta.url));

type Doom = { appUrl: string; sandbox: string; now: Date; step: number };

/** Whether a worker came through that is killed at a step, if it takes so many. */
export async function isSurvived({ appUrl, sandbox, now, step }: Doom): Promise<boolean> {
  const child = spawn(process.execPath, [worker], {
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      DATABASE_URL: appUrl,
      SANDBOX: sandbox,
      NOW: now.toISOString(),
      KILL_AT: String(step),
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code, signal] = await once(child, "exit");
  if (code !== 0 && signal !== "SIGKILL") throw new Error(`the worker ended with ${code ?? signal}`);
  return code === 0;
}
