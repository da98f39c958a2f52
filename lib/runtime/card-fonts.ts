import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CardFonts } from "../clicks/index.ts";

/** The two cuts of Geist that cards are set in, from the package in `root`. */
export async function readCardFonts(root: string): Promise<CardFonts> {
  const folder = join(root, "node_modules", "geist", "dist", "fonts", "geist-sans");
  const read = async (cut: string) => new Uint8Array(await readFile(join(folder, `Geist-${cut}.ttf`))).buffer;
  const [medium, semiBold] = await Promise.all([read("Medium"), read("SemiBold")]);
  return { medium, semiBold };
}
