import type { Ctx } from "../core/context.ts";
import { canonicalEmail } from "./email.ts";
import { isStrong } from "./rules/payment-duplicate.ts";
import { readPeople } from "./screen-input.ts";

/** Whether two accounts are beyond doubt one person's: one mailbox, or one means of payment. */
export async function sharesAccount(ctx: Ctx, userId: string, otherId: string): Promise<boolean> {
  const people = await readPeople(ctx, [userId, otherId]);
  const [one, other] = [people.get(userId), people.get(otherId)];
  if (!one || !other) return false;
  const mailbox = one.email === null ? null : canonicalEmail(one.email);
  if (mailbox !== null && other.email !== null && mailbox === canonicalEmail(other.email)) return true;
  return one.instruments.some((key) => isStrong(key) && other.instruments.includes(key));
}
