import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { planBuild } from "./build-app.ts";
import { type Child, lastLines, runToEnd, startChild, stopChild } from "./children.ts";
import { prepareDatabase } from "./database.ts";
import { type SeedResult, seedOnce } from "./seed-once.ts";
import serverHeap from "./server-heap.json" with { type: "json" };
import { type StartedDatabase, startDatabase } from "./start-database.ts";
import { StartError, type StartSettings } from "./start-settings.ts";
import workerHeap from "./worker-heap.json" with { type: "json" };

const READY_WITHIN_MS = 120_000;

const secondsSince = (then: number) => `${((Date.now() - then) / 1_000).toFixed(1)} s`;

/** Brings up everything that `npm start` runs, in order, and takes it down again in the opposite one. */
export class Startup {
  readonly #settings: StartSettings;
  readonly #servers: Child[] = [];
  readonly #tasks = new Set<Child>();
  #database: Promise<StartedDatabase> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(settings: StartSettings) {
    this.#settings = settings;
  }

  get stopping(): boolean {
    return this.#stopped !== undefined;
  }

  /** @throws StartError, or whatever went wrong, when a part does not come up; `fail` is told when one ends later */
  async run(fail: (message: string) => void): Promise<void> {
    const settings = this.#settings;
    const since = Date.now();
    const build = settings.dev ? undefined : planBuild({ env: settings.env, logFile: this.#log("build") });
    // The pages are built while the database gets ready: there are two cores for it.
    const building = build === undefined || build.upToDate ? Promise.resolve() : build.run(this.#track);
    building.catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));

    this.#database = startDatabase(settings.env, settings.dataDir);
    const started = this.#database;
    const database = await this.#step("database", started, (d) => d.description);
    const { adminUrl, appUrl } = database;
    const env = { ...settings.env, DATABASE_URL: appUrl, DATABASE_ADMIN_URL: adminUrl };
    await this.#step("migrations", this.#migrate(database), (applied) =>
      applied.length === 0 ? "up to date" : `${applied.length} applied`,
    );
    this.#serve("sandbox", ["tests/sandbox/main.ts"], env, fail);
    await this.#step("sandbox", this.#answer("sandbox", `${settings.sandboxOrigin}/.well-known/jwks.json`));
    await this.#step("seed", this.#seed(database, env), (result) =>
      result === "seeded" ? "a community with 90 days of history" : result,
    );
    await this.#step("pages", building, () =>
      build === undefined ? "compiled on demand" : build.upToDate ? "up to date" : "built",
    );
    this.#serve(
      "app",
      settings.dev ? ["lib/runtime/serve.ts", "--dev"] : [...serverHeap, "lib/runtime/serve.ts"],
      env,
      fail,
    );
    this.#serve("worker", [...workerHeap, "lib/runtime/worker.ts"], env, fail);
    await this.#step("app", this.#answer("app", `http://127.0.0.1:${settings.port}/api/health/ready`));
    console.log(this.#addresses(secondsSince(since)));
    void this.#watch(database, fail);
  }

  async #migrate({ adminUrl, appUrl, reset }: StartedDatabase): Promise<string[]> {
    try {
      return await prepareDatabase(adminUrl, appUrl);
    } catch (error) {
      if (reset === undefined || !(error instanceof Error)) throw error;
      throw new StartError(`${error.message}\nTo begin again with an empty database: npm start -- --fresh`, {
        cause: error,
      });
    }
  }

  #seed({ adminUrl, appUrl, reset }: StartedDatabase, env: Record<string, string>): Promise<SeedResult> {
    // A seed that a power cut interrupts begins again where the database is ours, so it need not wait for the disk.
    const seedUrl = reset === undefined ? appUrl : `${appUrl}?synchronous_commit=off`;
    const seedEnv = { ...env, DATABASE_URL: seedUrl };
    const options = { name: "seed", args: ["lib/runtime/seed.ts"], env: seedEnv, logFile: this.#log("seed") };
    const beginAgain = reset && (() => reset().then(() => prepareDatabase(adminUrl, appUrl)));
    return seedOnce(adminUrl, () => runToEnd(options, this.#track), beginAgain);
  }

  /** Those who use a thing end before it: app and worker, then the sandbox, then the database. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopInOrder();
    return this.#stopped;
  }

  async #stopInOrder(): Promise<void> {
    const sandbox = this.#servers.filter(({ name }) => name === "sandbox");
    const others = this.#servers.filter(({ name }) => name !== "sandbox");
    await Promise.all([...others, ...this.#tasks].map((child) => stopChild(child)));
    await Promise.all(sandbox.map((child) => stopChild(child)));
    await (await this.#database?.catch(() => undefined))?.stop();
  }

  readonly #track = (child: Child): void => {
    this.#tasks.add(child);
    void child.ended.then(() => this.#tasks.delete(child));
    if (this.stopping) void stopChild(child);
  };

  async #step<T>(what: string, work: Promise<T>, result: (value: T) => string = () => ""): Promise<T> {
    const since = Date.now();
    const value = await work;
    // A stop that came meanwhile must not be followed by anything new.
    if (this.stopping) throw new StartError("stopped while starting");
    console.log(`  ${what.padEnd(11)}${[result(value), secondsSince(since)].filter(Boolean).join(", ")}`);
    return value;
  }

  #log(name: string): string {
    return join(this.#settings.dataDir, "logs", `${name}.log`);
  }

  #serve(name: string, args: string[], env: Record<string, string>, fail: (message: string) => void): void {
    const child = startChild({ name, args, env, logFile: this.#log(name) });
    this.#servers.push(child);
    void child.ended.then((how) => {
      if (this.stopping) return;
      const tail = lastLines(child.logFile);
      fail(`The ${name} process ended (${how}). The end of its log, ${child.logFile}:\n\n${tail}`);
    });
  }

  async #answer(name: string, url: string): Promise<void> {
    const end = Date.now() + READY_WITHIN_MS;
    let last = "nothing";
    while (Date.now() < end && !this.stopping) {
      try {
        const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
        if (answer.ok) return;
        last = `${answer.status} ${(await answer.text()).slice(0, 300)}`;
      } catch (error) {
        last = error instanceof Error ? String(error.cause ?? error) : String(error);
      }
      await sleep(50);
    }
    throw new StartError(`The ${name} is not ready: ${url} answers ${last}\nIts log is ${this.#log(name)}`);
  }

  async #watch(database: StartedDatabase, fail: (message: string) => void): Promise<void> {
    while (!this.stopping && database.isRunning()) await sleep(1_000);
    if (!this.stopping)
      fail(`Postgres ended. Its log is ${join(this.#settings.dataDir, "postgres", "server.log")}`);
  }

  #addresses(took: string): string {
    const { appOrigin, sandboxOrigin, dataDir } = this.#settings;
    const api = `${appOrigin}/api/v1/openapi.json`;
    return `
Referly is ready after ${took}.

  Play it     ${sandboxOrigin.padEnd(42)} Whop as the sandbox plays it, with Referly inside
  App         ${appOrigin.padEnd(42)} the app itself, as Whop's proxy sees it
  API         ${api.padEnd(42)} its description
  Whop API    ${`${sandboxOrigin}/api/v1`.padEnd(42)} as the sandbox answers it
  Logs        ${join(dataDir, "logs")}

Ctrl-C stops everything and keeps the data. npm start -- --fresh begins again.`;
  }
}
