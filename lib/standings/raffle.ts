import { createHash } from "node:crypto";
import type { Prize } from "../campaigns/index.ts";
import type { Placed } from "./places.ts";

export type Raffle = Extract<Prize, { kind: "raffle" }>;

/** The tickets of a member: numbered from 1 over all members, in the order of the standing. */
export type Tickets = { userId: string; place: number; first: number; last: number };

/** How many tickets a member holds by what counts of theirs; without any they are not in the draw. */
export function ticketsHeld(
  { ticketPer, minPoints }: Pick<Raffle, "ticketPer" | "minPoints">,
  { points, referrals }: Pick<Placed, "points" | "referrals">,
): number {
  if (points < minPoints) return 0;
  return ticketPer === "member" ? 1 : ticketPer === "point" ? points : referrals;
}

export function ticketsOf(raffle: Raffle, standing: readonly Placed[]): Tickets[] {
  let last = 0;
  return standing.flatMap((placed) => {
    const count = ticketsHeld(raffle, placed);
    if (count === 0) return [];
    const { userId, place } = placed;
    const first = last + 1;
    last += count;
    return [{ userId, place, first, last }];
  });
}

export type Draw = {
  userId: string;
  place: number;
  /** Counted from 1. */
  draw: number;
  ticket: number;
  tickets: number;
};

/**
 * Draws the winners, no member twice, as anybody can do again: the number of a draw is the SHA-256 of
 * `seed:prize:draw`, read as one number in hexadecimal. Its remainder by the tickets that are left, plus one, is the
 * place of the drawn ticket among these; then all tickets of whoever won are taken out.
 */
export function drawWinners(
  seed: string,
  prize: number,
  winners: number,
  tickets: readonly Tickets[],
): Draw[] {
  const draws: Draw[] = [];
  let left = [...tickets];
  for (let draw = 1; draw <= winners && left.length > 0; draw += 1) {
    const number = left.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    const place = Number(numberOf(`${seed}:${prize}:${draw}`) % BigInt(number)) + 1;
    const { holder, ticket } = ticketAt(left, place);
    draws.push({ userId: holder.userId, place: holder.place, draw, ticket, tickets: number });
    left = left.filter((other) => other !== holder);
  }
  return draws;
}

function numberOf(text: string): bigint {
  return BigInt(`0x${createHash("sha256").update(text).digest("hex")}`);
}

function ticketAt(left: readonly Tickets[], place: number): { holder: Tickets; ticket: number } {
  let before = 0;
  for (const holder of left) {
    const count = holder.last - holder.first + 1;
    if (place <= before + count) return { holder, ticket: holder.first + place - before - 1 };
    before += count;
  }
  throw new Error("A ticket was drawn that nobody has");
}
