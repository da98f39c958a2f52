/** What one commission still has to be paid, or back when it is negative. */
export type Unpaid = { commissionId: string; unpaidMinor: bigint };

export function totalOf(unpaid: readonly Unpaid[]): bigint {
  return unpaid.reduce((sum, { unpaidMinor }) => sum + unpaidMinor, 0n);
}

/**
 * Which commissions an amount pays: all that has to come back is taken off first, then the oldest are paid, the
 * last of them perhaps in part. The parts sum to the amount.
 */
export function allot(unpaid: readonly Unpaid[], amount: bigint): Unpaid[] {
  if (amount <= 0n || amount > totalOf(unpaid))
    throw new Error("An amount can only be what is owed, or less");
  const parts = unpaid.filter(({ unpaidMinor }) => unpaidMinor < 0n);
  let left = amount - totalOf(parts);
  for (const { commissionId, unpaidMinor } of unpaid) {
    if (left === 0n) break;
    if (unpaidMinor <= 0n) continue;
    const part = unpaidMinor < left ? unpaidMinor : left;
    parts.push({ commissionId, unpaidMinor: part });
    left -= part;
  }
  return parts;
}
