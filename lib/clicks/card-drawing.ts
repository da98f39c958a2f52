import { type Told, wordsOf } from "../core/said.ts";
import { drawableText, initialsOf } from "./card-text.ts";
import { fill, type Language, textsIn } from "./texts.ts";

/** What a card tells, in the words of whoever wrote them. */
export type CardFacts = {
  /** Most wanted first: the member's name, their user name. */
  names: readonly string[];
  title: string;
  offer: Told | null;
  /** The link without its protocol. */
  address: string;
};

/** What is drawn: every text is one the font has. */
export type CardDrawing = {
  /** Whose face stands at its head; the product's mark without one. */
  name: string | null;
  /** The line beside it. */
  from: string;
  title: string;
  offer: string | null;
  address: string;
};

export type CardFonts = { medium: ArrayBuffer; semiBold: ArrayBuffer };

export const cardSize = { width: 1200, height: 630 };

export function drawingOf(facts: CardFacts, language: Language): CardDrawing {
  const texts = textsIn(language);
  const names = facts.names.map((name) => drawableText(name, 30)).filter((name) => name !== null);
  const name = names[0] ?? null;
  return {
    name,
    from: name === null ? texts.cardFromSomebody : fill(texts.cardFrom, { name }),
    title: drawableText(facts.title, 64) ?? texts.cardSomewhere,
    offer: drawableText(facts.offer && wordsOf(facts.offer, language), 90),
    address: drawableText(facts.address, 60) ?? "",
  };
}

type Style = Record<string, string | number>;
type Element = {
  type: string;
  props: { style?: Style; children?: (Element | string)[] | string } & Record<string, unknown>;
};

const ink = "#1c2024";
const soft = "#60646c";
const accent = "#3e63dd";
const tint = "#edf2fe";

const box = (style: Style, ...children: (Element | string)[]): Element => ({
  type: "div",
  props: { style: { display: "flex", ...style }, children },
});

/** A text of at most so many lines. */
const lines = (most: number, style: Style, text: string): Element => ({
  type: "div",
  props: { style: { display: "block", lineClamp: most, wordBreak: "break-word", ...style }, children: text },
});

const svg = (type: string, props: Record<string, unknown>): Element => ({ type, props });

/** The product's mark: one person, and the people they brought. */
function mark(size: number): Element {
  const dot = (cx: number, cy: number, r: number) => svg("circle", { cx, cy, r, fill: "#fff" });
  const path = {
    d: "M7.5 12h4.2M11.7 12l4.4-4M11.7 12l4.4 4",
    stroke: "#fff",
    strokeWidth: 1.4,
    fill: "none",
  };
  return svg("svg", {
    viewBox: "0 0 24 24",
    width: size,
    height: size,
    children: [
      svg("rect", { width: 24, height: 24, rx: 7, fill: accent }),
      svg("path", path),
      dot(7, 12, 2.1),
      dot(17, 7.4, 1.9),
      dot(17, 16.6, 1.9),
    ],
  });
}

function face(name: string): Element {
  const round = { width: 92, height: 92, borderRadius: 46, alignItems: "center", justifyContent: "center" };
  const letters = { backgroundColor: accent, color: "#fff", fontSize: 38, fontWeight: 600 };
  return box({ ...round, ...letters }, initialsOf(name));
}

function layout({ name, from, title, offer, address }: CardDrawing): Element {
  const size = title.length <= 18 ? 104 : title.length <= 36 ? 84 : 64;
  const who = box(
    { alignItems: "center", gap: 28 },
    name === null ? mark(92) : face(name),
    lines(1, { fontSize: 40, fontWeight: 500, color: soft, maxWidth: 920 }, from),
  );
  const where = { fontSize: size, fontWeight: 600, color: ink, lineHeight: 1.08, letterSpacing: "-0.03em" };
  const gift = { fontSize: 32, fontWeight: 500, color: "#3a5bc7", lineHeight: 1.35 };
  const middle = [lines(2, { ...where, maxWidth: 1040, paddingBottom: 6 }, title)];
  if (offer !== null) {
    const frame = {
      backgroundColor: tint,
      borderRadius: 20,
      padding: "18px 28px",
      maxWidth: 1040,
      marginTop: 30,
    };
    middle.push(box({ alignSelf: "flex-start", ...frame }, lines(2, gift, offer)));
  }
  const foot = box(
    { justifyContent: "space-between", alignItems: "center", color: soft, fontSize: 28, fontWeight: 500 },
    lines(1, { maxWidth: 820 }, address),
    box({ alignItems: "center", gap: 14, color: ink, fontWeight: 600, fontSize: 30 }, mark(40), "Referly"),
  );
  const page = { width: "100%", height: "100%", flexDirection: "column", justifyContent: "space-between" };
  return box(
    {
      ...page,
      padding: "60px 80px 54px",
      backgroundColor: "#fcfcfd",
      borderTop: `12px solid ${accent}`,
      fontFamily: "Geist",
    },
    who,
    box({ flexDirection: "column" }, ...middle),
    foot,
  );
}

/** Draws the card as PNG: some ten milliseconds of a processor, so never once per request. */
export async function drawCard(drawing: CardDrawing, fonts: CardFonts): Promise<Uint8Array> {
  const { ImageResponse } = await import("@vercel/og");
  const font = (data: ArrayBuffer, weight: 500 | 600) => ({
    name: "Geist",
    data,
    weight,
    style: "normal" as const,
  });
  const image = new ImageResponse(asReactElement(layout(drawing)), {
    ...cardSize,
    fonts: [font(fonts.medium, 500), font(fonts.semiBold, 600)],
  });
  return new Uint8Array(await image.arrayBuffer());
}

/** The drawing library reads nothing but type and props, so no React is needed to make an element. */
function asReactElement(element: Element) {
  return { ...element, key: null };
}
