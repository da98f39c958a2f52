import { describe, expect, test } from "vitest";
import {
  type Chosen,
  isChanged,
  sentOf,
  settledDraft,
} from "#app/experiences/[experienceId]/choices/choices-values.ts";

const saved: Chosen = {
  visibility: "name",
  alias: null,
  namedPublicly: false,
  quietFrom: 22,
  quietUntil: 8,
  muted: ["joined", "counted"],
};

describe("a member's choices", () => {
  test("are changed where something else would be sent than is saved", () => {
    expect(isChanged(saved, {})).toBe(false);
    expect(isChanged(saved, { quietFrom: 23 })).toBe(true);
    expect(isChanged(saved, { quietFrom: 22, muted: ["counted", "joined"] })).toBe(false);
    expect(isChanged(saved, { alias: "Kai" })).toBe(false);
    expect(isChanged({ ...saved, visibility: "alias", alias: "Kai" }, { alias: " Kai " })).toBe(false);
  });

  test("are sent with the alias only where it is shown", () => {
    expect(sentOf(saved, { alias: "Kai", quietFrom: 23 })).toEqual({ quietFrom: 23 });
    expect(sentOf(saved, { alias: " Kai ", visibility: "alias" })).toEqual({
      alias: "Kai",
      visibility: "alias",
    });
  });

  test("that were saved are as the server keeps them, and those made meanwhile stay", () => {
    const draft: Partial<Chosen> = { visibility: "alias", alias: "Kai  N.", namedPublicly: true };
    const answer: Chosen = { ...saved, visibility: "alias", alias: "Kai N.", namedPublicly: true };
    expect(settledDraft(draft, draft, answer)).toEqual({ ...draft, alias: "Kai N." });
    const meanwhile = { ...draft, namedPublicly: false, quietFrom: 20 };
    const settled = settledDraft(meanwhile, draft, answer);
    expect(settled).toEqual({ ...meanwhile, alias: "Kai N." });
    expect(isChanged(answer, settled)).toBe(true);
  });
});
