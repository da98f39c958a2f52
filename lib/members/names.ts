import { say, sentenceOf, type Told } from "../core/said.ts";
import { isPseudonym } from "./pseudonyms.ts";

type Named = { name: string | null; username: string | null; whopUserId: string };

/** What stands for the name of a member who was erased, where it is stored in place of it. */
export const erasedName = sentenceOf(say("member.erased"));

/** What a sentence calls somebody: the name, else the user name, else something short that tells two members apart. */
export function toldName(member: Named | null | undefined): Told {
  if (!member) return say("member.former");
  if (isPseudonym(member.whopUserId)) return say("member.erased");
  const name = member.name?.trim() || member.username?.trim();
  return name || say("member.unnamed", { mark: member.whopUserId.slice(-4).toUpperCase() });
}

/** The same where a name stands alone, as the API and tables have it. */
export function displayName(member: Named | null | undefined): string {
  return sentenceOf(toldName(member));
}
