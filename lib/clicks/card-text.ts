/** What the card's font, Geist, can draw, in blocks: Latin with its accents, Vietnamese, Cyrillic, punctuation. */
const drawable =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u0113\u0116-\u012b\u012e-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u014d\u0150-\u017e\u01a0\u01a1\u01af\u01b0\u01cd\u01ce\u0218-\u021b\u0259\u0400-\u045f\u0490-\u0493\u04d8\u04d9\u04e8\u04e9\u1e80-\u1e85\u1e9e\u1ea0-\u1ef9\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u2039\u203a\u20ac\u20b4\u20b9\u20bd\u2122]+$/u;

/** Emoji and what glues them together. Digits and signs such as © are emoji to Unicode, but text to everybody. */
const pictures =
  /\p{Emoji_Presentation}|\p{Emoji_Modifier}|[\u{1f1e6}-\u{1f1ff}]|\u200d|\ufe0e|\ufe0f|\u20e3|(?![©®™])\p{Extended_Pictographic}/gu;

/**
 * A text as the card shows it: without emoji, at most `most` characters. Null when nothing readable is left or
 * the font lacks its script: half a name would be worse than none.
 */
export function drawableText(text: string | null, most: number): string | null {
  const plain = (text ?? "")
    .normalize("NFC")
    .replaceAll(pictures, " ")
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
  if (!drawable.test(plain) || !/[\p{L}\p{N}]/u.test(plain)) return null;
  const letters = [...plain];
  if (letters.length <= most) return plain;
  const cut = letters.slice(0, most - 1).join("");
  // Between two words where one ends near enough, and where it stands otherwise.
  const between = letters[most - 1] === " " ? cut.length : cut.lastIndexOf(" ");
  return `${cut.slice(0, between > cut.length / 2 ? between : cut.length).trimEnd()}…`;
}

/** One or two letters that stand for a name. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? name];
  return picked
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}
