/** A draw as the API publishes it. */
export type ShownDraw = {
  seedHash: string;
  seed: string | null;
  raffles: {
    prize: number;
    winners: number;
    tickets: Holder[];
    draws: { place: number; draw: number; ticket: number; tickets: number }[];
  }[];
};

type Holder = { place: number; first: number; last: number };

/**
 * Whether the secret is the one that was fixed before the start, and draws these winners. It follows the published
 * rule and shares no code with the server that drew. @throws where the browser cannot make a SHA-256
 */
export async function isDrawnRight({ seed, seedHash, raffles }: ShownDraw): Promise<boolean> {
  if (seed === null || (await sha256(seed)) !== seedHash) return false;
  for (const { prize, winners, tickets, draws } of raffles) {
    let left = tickets;
    for (let draw = 1; draw <= winners && left.length > 0; draw += 1) {
      const number = left.reduce((sum, holder) => sum + countOf(holder), 0);
      const found = at(
        left,
        Number(BigInt(`0x${await sha256(`${seed}:${prize}:${draw}`)}`) % BigInt(number)),
      );
      const said = draws[draw - 1];
      if (found === null || said === undefined) return false;
      if (said.place !== found.holder.place || said.ticket !== found.ticket || said.tickets !== number)
        return false;
      left = left.filter((holder) => holder !== found.holder);
    }
    const most = Math.min(winners, tickets.length);
    if (draws.length !== most) return false;
  }
  return true;
}

function countOf({ first, last }: Holder): number {
  return last - first + 1;
}

/** The ticket at a place among those that are left, counted from 0. */
function at(left: readonly Holder[], place: number): { holder: Holder; ticket: number } | null {
  let before = 0;
  for (const holder of left) {
    if (place < before + countOf(holder)) return { holder, ticket: holder.first + place - before };
    before += countOf(holder);
  }
  return null;
}

async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
