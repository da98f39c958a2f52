import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

export type LoadOptions = {
  port: number;
  /** Keep-alive connections, each with one request under way. */
  connections: number;
  /** How long requests are sent; those under way are waited for. */
  seconds: number;
  /** Sent first and not measured, so that both sides are warm. Default 1. */
  warmupSeconds?: number;
  /** Whole HTTP/1.1 requests as bytes are sent, but for each `DIGIT`; `httpRequest` makes them. */
  requests: readonly string[];
  /** Each request at most once; the run ends early when all are sent. Default: over and over. */
  once?: boolean;
  /** Requests per second over all connections; default as fast as answers come. */
  rate?: number;
};

export type LoadResult = {
  /** Answers within the measured time, and per second of it. */
  answered: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  longest: number;
  /** Answers by status over the whole run, warm-up included: what must be found in the database. */
  statuses: Record<string, number>;
  /** Connections that broke or requests that got no readable answer. */
  failures: number;
};

/** Stands for a digit that is another one each time a request is sent: whoever asks again is somebody else. */
export const DIGIT = "\0";

const LoadResultShape = z.object({
  answered: z.number(),
  perSecond: z.number(),
  p50: z.number(),
  p99: z.number(),
  longest: z.number(),
  statuses: z.record(z.string(), z.number()),
  failures: z.number(),
});

const GENERATOR = fileURLToPath(new URL("./load.ts", import.meta.url));

/** Runs the load generator as a process of its own and returns what it measured. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), "referly-load-"));
  const file = join(folder, "plan.json");
  writeFileSync(file, JSON.stringify({ warmupSeconds: 1, once: false, rate: 0, ...options }));
  try {
    return LoadResultShape.parse(JSON.parse(await runGenerator(file)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runGenerator(file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [GENERATOR, file], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += String(chunk);
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`the load generator ended with ${code}`));
    });
  });
}

/** The bytes of one request, as text. */
export function httpRequest(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = "",
): string {
  const length = body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const lines = Object.entries({ host: "bench.test", ...headers, ...length }).map(([k, v]) => `${k}: ${v}`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
}
