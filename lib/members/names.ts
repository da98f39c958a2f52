import { isPseudonym } from "./pseudonyms.ts";

type Named = { name: string | null; username: string | null; whopUserId: string };

/** What stands for the name of a member who was erased, and of one who is not known any more. */
export const erasedName = "Erased member";
const formerName = "Former member";

/** What others read: the name, else the user name, else something short that tells two members apart. */
export function displayName(member: Named | null | undefined): string {
  if (!member) return formerName;
  if (isPseudonym(member.whopUserId)) return erasedName;
  const name = member.name?.trim() || member.username?.trim();
  return name || `Member ${member.whopUserId.slice(-4).toUpperCase()}`;
}
