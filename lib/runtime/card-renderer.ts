import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { DrawCard } from "../clicks/index.ts";
import { secondMs } from "../core/clock.ts";
import { ROOT } from "./root.ts";

/** The first drawing waits for the library to load. */
const LONGEST_MS = 15 * secondMs;
/** A process nobody needs gives its memory back. */
const IDLE_MS = 30 * secondMs;

export type CardRenderer = { draw: DrawCard; close(): void };

/** Draws cards in a process of their own, which knows no secret. It must be asked for one at a time. */
export function createCardRenderer(): CardRenderer {
  let running: ChildProcess | null = null;
  let idle: NodeJS.Timeout | null = null;

  const end = () => {
    running?.kill("SIGKILL");
    running = null;
    if (idle !== null) clearTimeout(idle);
  };

  const open = (): ChildProcess => {
    const opened = fork(join(ROOT, "lib/runtime/card-process.ts"), {
      cwd: ROOT,
      env: { NODE_ENV: "production" },
      execArgv: ["--max-old-space-size=96"],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    opened.unref();
    opened.channel?.unref();
    const forget = () => {
      if (running === opened) running = null;
    };
    opened.once("exit", forget).on("error", forget);
    return opened;
  };

  return {
    async draw(drawing) {
      if (idle !== null) clearTimeout(idle);
      running ??= open();
      try {
        return await ask(running, drawing);
      } catch (error) {
        end();
        throw error;
      } finally {
        idle = setTimeout(end, IDLE_MS);
        idle.unref();
      }
    },
    close: end,
  };
}

function ask(child: ChildProcess, drawing: Parameters<DrawCard>[0]): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const over = (settle: () => void) => {
      clearTimeout(timer);
      child.off("message", heard).off("error", broke).off("exit", gone);
      settle();
    };
    const heard = (answer: unknown) => {
      const png: unknown = Reflect.get(Object(answer), "png");
      if (png instanceof Uint8Array) over(() => resolve(png));
      else over(() => reject(new Error(String(Reflect.get(Object(answer), "problem")))));
    };
    const broke = (error: Error) => over(() => reject(error));
    const gone = () => over(() => reject(new Error("The process that draws cards ended")));
    const timer = setTimeout(() => broke(new Error("Drawing a card took too long")), LONGEST_MS);
    child.on("message", heard).on("error", broke).on("exit", gone);
    child.send(drawing);
  });
}
