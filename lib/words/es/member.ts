import type { member as english } from "../en/member.ts";
import type { WordsOf } from "../words-of.ts";

export const member: WordsOf<typeof english> = {
  former: "Antiguo miembro",
  erased: "Miembro borrado",
  unnamed: "Miembro {mark}",
};
