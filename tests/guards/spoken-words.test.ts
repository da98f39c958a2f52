import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalogOf, spoken, type View } from "#app/_ui/i18n/catalog.ts";
import { locales } from "#app/_ui/i18n/locale.ts";

const root = join(import.meta.dirname, "../../app");

/** A component that either view shows speaks of the reader there, of somebody else here. */
const whose: Record<View, string> = { member: "me", owner: "them" };

/** What the components below a folder name to useTranslations in a view. */
function namedBelow(folder: string, view: View): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".tsx"))
    .flatMap((file) => [
      ...readFileSync(join(root, folder, file), "utf8").matchAll(/useTranslations\(([^)]*)\)/g),
    ])
    .map(([, name = ""]) => name.replaceAll(/["`]/g, "").replace(/\$\{whose\}/, whose[view]));
}

const folders: Record<View, string[]> = { member: ["experiences", "_ui"], owner: ["dashboard", "_ui"] };

test.each(["member", "owner"] as const)(
  "interactive components find every word they speak in the %s's catalog",
  (view) => {
    const known: readonly string[] = spoken[view];
    const named = [...new Set(folders[view].flatMap((folder) => namedBelow(folder, view)))];
    expect(named.length).toBeGreaterThan(5);
    expect(
      named.filter((name) => !known.some((path) => name === path || name.startsWith(`${path}.`))),
    ).toEqual([]);
  },
);

test.each(locales)("the catalogs carry words in %s", (locale) => {
  for (const view of ["member", "owner"] as const) {
    const catalog: unknown = JSON.parse(catalogOf(view, locale));
    expect(catalog).toMatchObject({
      action: { cancel: expect.any(String) },
      sheet: { close: expect.any(String) },
    });
  }
});
