import { createRequire } from "node:module";
import { dirname } from "node:path";
import { type CardDrawing, drawCard } from "../clicks/card-drawing.ts";
import { readCardFonts } from "./card-fonts.ts";
import { ROOT } from "./root.ts";

/**
 * The process that draws cards: a drawing takes a tenth of a second of a processor and a hundred megabytes, and
 * links are answered meanwhile. The drawing library was packed for bundlers, which supply `require` and
 * `__dirname`; outside of one it finds its text shaper only with these two, and here they meet nobody else.
 */
const require = createRequire(import.meta.url);
const drawing = createRequire(import.meta.resolve("@vercel/og"));
const shaper = createRequire(drawing.resolve("satori")).resolve("harfbuzzjs/hb.wasm");
Object.assign(globalThis, { require, __dirname: dirname(shaper) });

/** Texts with letters the fonts lack would make the library ask the network for them. */
const local = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const address = input instanceof Request ? input.url : String(input);
  if (!/^(?:data|file):/.test(address)) throw new Error("Cards are drawn without the network");
  return local(input, init);
};

const fonts = readCardFonts(ROOT);
process.on("message", async (drawing: CardDrawing) => {
  try {
    process.send?.({ png: await drawCard(drawing, await fonts) });
  } catch (error) {
    process.send?.({ problem: error instanceof Error ? error.message : String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
