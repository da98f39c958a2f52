import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readProjectFile } from "#tests/support/project-files.ts";

const Names = z.record(z.string(), z.string()).default({});
const Manifest = z.object({
  dependencies: Names,
  devDependencies: Names,
  optionalDependencies: Names,
  overrides: Names,
});
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      optionalDependencies: Names,
    }),
  ),
});

const manifest = Manifest.parse(JSON.parse(readProjectFile("package.json")));
const lock = Lock.parse(JSON.parse(readProjectFile("package-lock.json")));
const installed = Object.entries(lock.packages).filter(([path]) => path !== "");

describe("the packages", () => {
  it("are pinned to one exact version each", () => {
    const all = Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
      ...manifest.overrides,
    });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it("are locked for every platform: npm ci refuses a lock that lacks one", () => {
    const paths = new Set(installed.map(([path]) => path));
    const found = (from: string, name: string): boolean => {
      for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
        if (paths.has(`${folder}${folder === "" ? "" : "/"}node_modules/${name}`)) return true;
        if (folder === "") return false;
      }
    };
    const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies)
        .filter((name) => !found(path, name))
        .map((name) => `${name}, wanted by ${path || "package.json"}`),
    );
    expect(missing).toEqual([]);
  });

  it("are proved by a checksum each, and come from whatever registry the machine uses", () => {
    const real = installed.filter(([path]) => path.includes("node_modules/"));
    expect(real.filter(([, entry]) => entry.integrity === undefined).map(([path]) => path)).toEqual([]);
    expect(real.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it("hold the mended database driver: as it comes, a restarted database ends the process", () => {
    for (const file of ["src/connection.js", "cjs/src/connection.js"]) {
      const text = readProjectFile(`node_modules/postgres/${file}`);
      expect(text.match(/socket === null|chunk = nextWriteTimer = null/g), "npm test mends it").toHaveLength(
        4,
      );
    }
  });

  it("leave out what was given up: the service behind @whop/api has ended", () => {
    expect(installed.map(([path]) => path).filter((path) => path.endsWith("node_modules/@whop/api"))).toEqual(
      [],
    );
  });
});
