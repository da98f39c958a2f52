import { createHash } from "node:crypto";
import { Generations } from "../core/generations.ts";
import type { Logger } from "../core/log.ts";
import type { CardDrawing } from "./card-drawing.ts";
import { plainCard } from "./plain-card.ts";

/** Draws one card; may take its time, and may fail. */
export type DrawCard = (drawing: CardDrawing) => Promise<Uint8Array>;

export type CardImage = {
  png: Uint8Array;
  /** Names the picture's content. */
  version: string;
  /** It stands in for a picture that was not to be had just now. */
  isPlain: boolean;
};

export type CardImages = { get(drawing: CardDrawing): Promise<CardImage>; plain(): CardImage };

/** Some 60 kB each. */
const MOST_KEPT = 200;
const MOST_WAITING = 20;
const ANSWER_WITHIN_MS = 4_000;
/** A card that could not be drawn is not tried with every request. */
const REST_MS = 30_000;

export function versionOf(drawing: CardDrawing): string {
  return createHash("sha256").update(JSON.stringify(drawing)).digest("base64url").slice(0, 12);
}

/**
 * The pictures of cards. However many are asked for, one is drawn at a time, and between two there is as much
 * rest as the first one took; what was drawn is kept, and whoever cannot be served soon gets the plain card.
 */
export function createCardImages({ draw, log }: { draw: DrawCard; log: Logger }): CardImages {
  const kept = new Generations<Uint8Array>(MOST_KEPT);
  const failed = new Generations<number>(1_000);
  const waiting = new Map<string, Promise<Uint8Array | null>>();
  let last: Promise<void> = Promise.resolve();
  let plainPng: Uint8Array | null = null;

  const plain = (): CardImage => {
    plainPng ??= plainCard();
    return { png: plainPng, version: "plain", isPlain: true };
  };

  const drawNow = async (drawing: CardDrawing, version: string): Promise<Uint8Array | null> => {
    try {
      const png = await draw(drawing);
      kept.set(version, png);
      return png;
    } catch (error) {
      log.warn({ error }, "A card could not be drawn; the plain one stands in for it");
      failed.set(version, performance.now() + REST_MS);
      return null;
    } finally {
      waiting.delete(version);
    }
  };

  const inTurn = (drawing: CardDrawing, version: string): Promise<Uint8Array | null> => {
    const drawn = last.then(async () => {
      const began = performance.now();
      const png = await drawNow(drawing, version);
      return { png, tookMs: performance.now() - began };
    });
    last = drawn.then(({ tookMs }) => pause(Math.min(tookMs, 1_000)));
    return drawn.then(({ png }) => png);
  };

  return {
    plain,
    async get(drawing) {
      const version = versionOf(drawing);
      const known = kept.get(version);
      if (known !== undefined) return { png: known, version, isPlain: false };
      let drawn = waiting.get(version);
      if (drawn === undefined) {
        const isResting = performance.now() < (failed.get(version) ?? 0);
        if (isResting || waiting.size >= MOST_WAITING) return plain();
        drawn = inTurn(drawing, version);
        waiting.set(version, drawn);
      }
      const png = await Promise.race([drawn, pause(ANSWER_WITHIN_MS)]);
      return png ? { png, version, isPlain: false } : plain();
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
