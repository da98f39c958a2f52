import type { Ctx } from "../core/context.ts";
import { displayName, membersById } from "../members/index.ts";

/** People of the team by the labels they are written down with; what is no person keeps its label. */
export async function namesOf(ctx: Ctx, labels: readonly string[]): Promise<(label: string) => string> {
  const idOf = (label: string) => /^owner:(.+)$/.exec(label)?.[1];
  const people = await membersById(
    ctx,
    labels.flatMap((label) => idOf(label) ?? []),
  );
  return (label) => {
    const person = people.get(idOf(label) ?? "");
    return person ? displayName(person) : label.replace(/^system:/, "");
  };
}
