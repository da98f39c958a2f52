import { describe, expect, it } from "vitest";
import { projectFiles, readProjectFile } from "#tests/support/project-files.ts";

const TEXT = /\.(ts|tsx|mjs|js|json|sql|css|html|md|yml|yaml|svg)$|(^|\/)\.[^/]+$|(^|\/)run$/;

/** Written in pieces, so that this file does not find itself. */
const FOLDERS = ["work", "root", "home", "Users"].map((name) => `/${name}/`);
const HOSTS = [
  ["npmmirror", "com"],
  ["yarnpkg", "com"],
  ["artifactory", ""],
  ["npmjs", "org"],
].map((p) => p.join("."));

const AUTHORS = [
  ["clau", "de"],
  ["anthro", "pic"],
  ["chat", "gpt"],
  ["open", "ai"],
  ["cod", "ex"],
].map((p) => p.join(""));

function findings(pattern: RegExp): string[] {
  return projectFiles(TEXT).flatMap((path) =>
    readProjectFile(path)
      .split("\n")
      .flatMap((line, index) =>
        pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [],
      ),
  );
}

describe("the repository", () => {
  it("names no folder of one machine", () => {
    const folder = new RegExp(`(?:^|[\\s"'\`(=:])(?:${FOLDERS.join("|")})[\\w.-]`);
    expect(findings(folder)).toEqual([]);
  });

  it("names no package registry: whoever clones it uses their own", () => {
    const host = new RegExp(HOSTS.map((name) => name.replaceAll(".", "\\.")).join("|"));
    expect(findings(host)).toEqual([]);
  });

  it("speaks of itself, not of what it was written with; only lists of robots name those", () => {
    const author = new RegExp(`\\b(${AUTHORS.join("|")})\\b`, "i");
    expect(findings(author).filter((line) => !/bot\b|user-agent/i.test(line))).toEqual([]);
  });

  it("holds no secret: a key, a token or a password in a file would be one", () => {
    const secrets =
      /-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bghp_\w{30,}|\bnpm_\w{36}\b|\bsk_live_\w+/;
    expect(findings(secrets)).toEqual([]);
  });
});
