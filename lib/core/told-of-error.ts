import { describeError } from "./log.ts";
import { isSaid, say, type Told } from "./said.ts";

/** Why something failed, for whoever has to look at it: our own sentence, else what the fault says of itself. */
export function toldOfError(error: unknown): Told {
  const told: unknown = error instanceof Error && "told" in error ? error.told : null;
  return isSaid(told) ? told : say("stuck.fault", { text: describeError(error) });
}
