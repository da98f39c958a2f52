import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PROJECT } from "./project-files.ts";

export type Chromium = { executablePath: string; env: Record<string, string> };

const FONT_LIST = "fonts.xml";

const packageEntry = () => createRequire(import.meta.url).resolve("@sparticuz/chromium");

function packageVersion(): string {
  const manifest = join(dirname(packageEntry()), "..", "package.json");
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, "utf8"));
  return version;
}

/**
 * The package unpacks into the temporary folder and takes whatever lies there for its own, so each version gets
 * a folder to itself, filled beside its place and then renamed: two runs at once do not disturb each other.
 */
function unpack(folder: string): void {
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const script = `const { default: chromium } = await import(process.argv[1]);
    chromium.setGraphicsMode = false;
    await chromium.executablePath();`;
  execFileSync(process.execPath, ["--input-type=module", "-e", script, packageEntry()], {
    env: { ...process.env, TMPDIR: draft },
    stdio: ["ignore", "ignore", "inherit"],
  });
  // The package's own list names folders of the cloud it was made for; without fonts a page is blank.
  const fonts = [join(folder, "fonts"), "/usr/share/fonts", "/usr/local/share/fonts"];
  const list = fonts.map((dir) => `<dir>${dir}</dir>`).join("");
  const cache = `<cachedir>${join(folder, "font-cache")}</cachedir>`;
  writeFileSync(join(draft, FONT_LIST), `<?xml version="1.0"?><fontconfig>${list}${cache}</fontconfig>\n`);
  if (existsSync(folder)) rmSync(draft, { recursive: true, force: true });
  else renameSync(draft, folder);
}

function missingLibraries(executable: string): string[] {
  const { stdout } = spawnSync("ldd", [executable], { encoding: "utf8" });
  return [...(stdout ?? "").matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? "");
}

/** Beyond libc the browser needs Network Security Services, which barer images lack. */
function ensureLibraries(executable: string): void {
  const missing = missingLibraries(executable);
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0) {
    console.log(`The browser needs ${missing.join(", ")}: installing libnss3 ...`);
    const options = { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } } as const;
    spawnSync("apt-get", ["update", "-qq"], options);
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "libnss3"], options);
  }
  const still = missingLibraries(executable);
  if (still.length === 0) return;
  throw new Error(
    `The tests' browser lacks ${still.join(", ")}. Install them (Debian: apt-get install libnss3), ` +
      "or set CHROMIUM_PATH to a Chromium of your own.",
  );
}

/** The browser for tests: CHROMIUM_PATH, else the one from npm, unpacked on first use. */
export function findChromium(): Chromium {
  const own = process.env.CHROMIUM_PATH;
  if (own) {
    if (!existsSync(own)) throw new Error(`CHROMIUM_PATH is ${own}, and there is no such file.`);
    return { executablePath: own, env: {} };
  }
  const folder = join(PROJECT, ".data", `chromium-${packageVersion()}`);
  const executablePath = join(folder, "chromium");
  if (!existsSync(executablePath)) unpack(folder);
  ensureLibraries(executablePath);
  return { executablePath, env: { FONTCONFIG_FILE: join(folder, FONT_LIST) } };
}
