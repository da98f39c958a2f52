/** What one commission, or one reward in money, still has to be paid, or back when it is negative. */
export type Unpaid = { kind: "commission" | "reward"; id: string; unpaidMinor: bigint };

export function totalOf(unpaid: readonly Unpaid[]): bigint {
  return unpaid.reduce((sum, { unpaidMinor }) => sum + unpaidMinor, 0n);
}

/**
 * What an amount pays: all that has to come back is taken off first, then the oldest are paid, the
 * last of them perhaps in part. The parts sum to the amount.
 */
export function allot(unpaid: readonly Unpaid[], amount: bigint): Unpaid[] {
  if (amount <= 0n || amount > totalOf(unpaid))
    throw new Error("An amount can only be what is owed, or less");
  const parts = unpaid.filter(({ unpaidMinor }) => unpaidMinor < 0n);
  let left = amount - totalOf(parts);
  for (const one of unpaid) {
    const { unpaidMinor } = one;
    if (left === 0n) break;
    if (unpaidMinor <= 0n) continue;
    const part = unpaidMinor < left ? unpaidMinor : left;
    parts.push({ ...one, unpaidMinor: part });
    left -= part;
  }
  return parts;
}
