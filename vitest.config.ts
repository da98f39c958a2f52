import { defineConfig } from "vitest/config";

type Kind = { name: string; database: boolean; timeoutMs: number };

/** Ten times what the slowest test of a kind needs on two idle cores: a busy machine is slow, not wrong. */
const kinds: Kind[] = [
  { name: "unit", database: false, timeoutMs: 60_000 },
  { name: "guards", database: false, timeoutMs: 60_000 },
  { name: "integration", database: true, timeoutMs: 240_000 },
  { name: "http", database: true, timeoutMs: 180_000 },
  { name: "faults", database: true, timeoutMs: 300_000 },
  { name: "e2e", database: true, timeoutMs: 300_000 },
];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: kinds.map(({ name, database, timeoutMs }) => ({
      test: {
        name,
        include: [`tests/${name}/**/*.test.ts`],
        environment: "node",
        testTimeout: timeoutMs,
        hookTimeout: 180_000,
        // A failure names what was found, however long it is.
        chaiConfig: { truncateThreshold: 0 },
        ...(database ? { globalSetup: ["tests/support/database-setup.ts"] } : {}),
      },
    })),
  },
});
