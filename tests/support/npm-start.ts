import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PROJECT } from "./project-files.ts";

export type Started = {
  child: ChildProcess;
  output(): string;
  /** @throws when it ends without saying this text */
  until(text: string): Promise<void>;
  /** Answers how it ended. */
  stop(): Promise<number>;
};

export type StartOptions = { dataDir: string; port: number; sandboxPort: number };

/** What `npm start` runs, with data and ports of its own, and nothing else of this process's environment. */
export function npmStart(
  { dataDir, port, sandboxPort }: StartOptions,
  env: Record<string, string> = {},
  args: string[] = [],
): Started {
  const child = spawn(process.execPath, [join(PROJECT, "lib/runtime/start.ts"), ...args], {
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      REFERLY_DATA_DIR: dataDir,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const ended = once(child, "close").then(() => child.exitCode ?? -1);
  const until = async (text: string) => {
    const seen = async () => {
      while (!output.includes(text)) await new Promise((resolve) => setTimeout(resolve, 50));
      return "seen";
    };
    if ((await Promise.race([seen(), ended])) !== "seen" && !output.includes(text)) {
      throw new Error(`npm start ended without "${text}":\n${output}`);
    }
  };
  const stop = () => {
    child.kill("SIGTERM");
    return ended;
  };
  return { child, output: () => output, until, stop };
}
