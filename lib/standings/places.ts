export type Scored = { userId: string; points: number; referrals: number; scoreReachedAt: Date | null };
export type Placed = Scored & {
  /** 1, 1, 3: members with the same points share a rank. */
  rank: number;
  /** 1, 2, 3: of the same points, whoever reached them first stands before. */
  place: number;
};

/** Everybody with points, in the order of the board. */
export function placesOf(scored: readonly Scored[]): Placed[] {
  const inOrder = scored.filter(({ points }) => points > 0).toSorted(byStanding);
  const firstOf = new Map<number, number>();
  for (const [index, { points }] of inOrder.entries())
    if (!firstOf.has(points)) firstOf.set(points, index + 1);
  return inOrder.map((one, index) => ({
    ...one,
    rank: firstOf.get(one.points) ?? index + 1,
    place: index + 1,
  }));
}

function byStanding(a: Scored, b: Scored): number {
  return (
    b.points - a.points ||
    (a.scoreReachedAt?.getTime() ?? 0) - (b.scoreReachedAt?.getTime() ?? 0) ||
    (a.userId < b.userId ? -1 : 1)
  );
}
