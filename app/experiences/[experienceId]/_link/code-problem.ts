import type { ActionState } from "#app/_ui/action/use-action.ts";

type Refusal = Pick<ActionState, "code" | "fields">;

/** What is wrong with the code that was refused; null where something else than the code is. */
export function codeProblem({ code, fields }: Refusal): "reserved" | "taken" | null {
  if (fields.code === undefined) return null;
  return code === "conflict" ? "taken" : "reserved";
}
