import { type Code, isCode, type Said, say, type Told } from "../core/said.ts";

type CreditCode = Extract<Code, `credit.${string}` | `creditForMember.${string}`>;

/** Why credit was given, moved or refused. The code is stored; its sentence is in lib/words, area `credit`. */
export type ReasonCode = CreditCode extends infer C
  ? C extends `credit.${infer Reason}`
    ? Reason
    : never
  : never;

function isCreditCode(text: string): text is CreditCode {
  return isCode(text);
}

type Known = Partial<Record<"member" | "count" | "version" | "windowDays" | "problem", Told | number>>;

/** What a reason says to the owner or to the member who referred, with what is not known left general. */
export function sayReason(reason: string, known: Known, audience: "owner" | "member" = "owner"): Said {
  const forMember = `creditForMember.${reason}`;
  const code = audience === "member" && isCode(forMember) ? forMember : `credit.${reason}`;
  if (!isCreditCode(code)) return say("general.reason", { reason });
  return say(code, {
    member: known.member ?? say("general.member"),
    count: known.count ?? say("general.count"),
    version: known.version ?? say("general.version"),
    windowDays: known.windowDays ?? say("general.windowDays"),
    problem: known.problem ?? say("general.problem"),
  });
}
