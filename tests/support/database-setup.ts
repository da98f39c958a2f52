import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { prepareDatabase } from "#lib/runtime/database.ts";
import { startPostgres } from "#lib/runtime/postgres.ts";
import { isAlive, readPidFile, stopServer } from "#lib/runtime/postgres-process.ts";
import { createOwnedDatabase, localUrl } from "#lib/runtime/postgres-roles.ts";
import { TEMPLATE } from "./template.ts";

const PREFIX = "referly-tests-";

/** A run that was killed leaves its server behind; the next one clears it away. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^referly-tests-(\d+)-/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = join(tmpdir(), name);
    const cluster = join(folder, "cluster");
    const running = readPidFile(cluster);
    if (running !== null) await stopServer(running.pid, cluster);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One server per run, whose migrated template every test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const dataDir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  writeFileSync(join(dataDir, "README"), "A database server for tests. Nothing here is kept.\n");
  const server = await startPostgres({ dataDir, fast: true });
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const sql = postgres(server.superUrl, { max: 1, onnotice: () => {} });
    await createOwnedDatabase(sql, TEMPLATE);
    await sql.end();
    await prepareDatabase(localUrl(server.server, "owner", TEMPLATE));
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("testServer", server.server);
  return stop;
}
