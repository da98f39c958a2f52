import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalogOf, spoken, type View } from "#app/_ui/i18n/catalog.ts";
import { locales } from "#app/_ui/i18n/locale.ts";

const root = join(import.meta.dirname, "../../app");

/** What the components below a folder name to useTranslations. */
function namedBelow(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".tsx"))
    .flatMap((file) => [
      ...readFileSync(join(root, folder, file), "utf8").matchAll(/useTranslations\(([^)]*)\)/g),
    ])
    .map(([, name = ""]) => name.replaceAll('"', ""));
}

const folders: Record<View, string[]> = { member: ["experiences", "_ui"], owner: ["dashboard", "_ui"] };

test.each(Object.entries(folders))(
  "interactive components find every word they speak in the %s's catalog",
  (view, of) => {
    const known: readonly string[] = spoken[view === "member" ? "member" : "owner"];
    const named = [...new Set(of.flatMap(namedBelow))];
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
