import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { problem } from "#lib/core/problems.ts";
import { wordsOf } from "#lib/core/said.ts";

const Input = z.strictObject({
  name: z.string().min(1).max(5),
  count: z.int().min(1).max(9),
  side: z.enum(["left", "right"]),
  id: z.uuid().optional(),
  at: z.iso.datetime().nullish(),
  tags: z.array(z.string()).max(2).optional(),
  code: z
    .string()
    .regex(/^a/, problem("input.amount", { example: "a1" }))
    .optional(),
  isOpen: z.boolean().optional(),
});

function refusal(input: unknown): AppError {
  try {
    parseInput(Input, input);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("It was accepted");
}

const good = { name: "Ann", count: 1, side: "left" };

describe("input that cannot be used", () => {
  it.each([
    [{ ...good, name: undefined }, "name: is missing"],
    [{ ...good, name: 1 }, "name: must be text"],
    [{ ...good, name: "" }, "name: must not be empty"],
    [{ ...good, name: "Annika" }, "name: must have at most 5 characters"],
    [{ ...good, count: 0 }, "count: must be at least 1"],
    [{ ...good, count: 10 }, "count: must be at most 9"],
    [{ ...good, count: 1.5 }, "count: must be a whole number"],
    [{ ...good, count: "1" }, "count: must be a number"],
    [{ ...good, side: "up" }, "side: must be one of left, right"],
    [{ ...good, id: "1" }, "id: must be an id such as 019a0000-0000-7000-8000-000000000000"],
    [{ ...good, at: "soon" }, "at: must be an instant such as 2026-11-21T12:00:00Z"],
    [{ ...good, tags: ["a", "b", "c"] }, "tags: must have at most 2 entries"],
    [{ ...good, tags: [1] }, "tags.0: must be text"],
    [{ ...good, code: "b" }, "code: must be an amount such as a1"],
    [{ ...good, isOpen: "yes" }, "isOpen: must be true or false"],
    [{ ...good, admin: true }, "admin: is not a known field"],
    [null, "input: must be an object"],
    [[], "input: must be an object"],
  ])("is refused in words: %o", (input, message) => {
    expect(refusal(input).message).toBe(message);
  });

  it("has every field's problem named at once", () => {
    const { fields = {} } = refusal({ name: "", count: 0, side: "up", extra: 1, code: "b" }).details;
    const inWords = (language: "en" | "es") =>
      Object.entries(fields).map(([name, problem]) => `${name} ${wordsOf(problem, language)}`);
    expect(inWords("en")).toEqual([
      "name must not be empty",
      "count must be at least 1",
      "side must be one of left, right",
      "code must be an amount such as a1",
      "extra is not a known field",
    ]);
    expect(inWords("es")).toEqual([
      "name no puede estar vacío",
      "count debe ser como mínimo 1",
      "side debe ser uno de left, right",
      "code debe ser un importe como a1",
      "extra no es un campo conocido",
    ]);
  });

  it("is answered briefly, however much of it there is", () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`${"x".repeat(500)}${n}`, n]));
    const { message, details } = refusal({ ...good, ...many });
    expect(message.length).toBeLessThan(200);
    expect(JSON.stringify(details).length).toBeLessThan(5_000);
  });
});
