import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Idempotency } from "./api/idempotency.ts";
import type { Effect, RequestEntry } from "./log.ts";
import type { Delivery } from "./sender/delivery.ts";
import type { Sender } from "./sender/sender.ts";
import { defaultSettings, mergeSettings, type SettingsPatch } from "./settings.ts";
import type { KeyPair } from "./tokens.ts";
import type { World } from "./world/world.ts";

const FORMAT = 1;
const SAVE_AFTER_MS = 400;
const DELIVERIES_KEPT = 1_000;
const REQUESTS_KEPT = 500;

type Snapshot = {
  format: number;
  keys: KeyPair;
  clockOffsetSeconds: number;
  settings: SettingsPatch;
  personas: World["personas"];
  signedMetadata: World["signedMetadata"];
  tables: Record<string, { id: string }[]>;
  deliveries: Delivery[];
  effects: Effect[];
  requests: RequestEntry[];
  idempotency: ReturnType<Idempotency["save"]>;
};

type Parts = { world: World; sender: Sender; idempotency: Idempotency; keys: KeyPair };

function take({ world, sender, idempotency, keys }: Parts): Snapshot {
  return {
    format: FORMAT,
    keys,
    clockOffsetSeconds: world.clock.offsetSeconds,
    settings: world.settings,
    personas: world.personas,
    signedMetadata: world.signedMetadata,
    tables: Object.fromEntries(Object.entries(world.tables()).map(([name, table]) => [name, table.all()])),
    deliveries: sender.log.oldestFirst().slice(-DELIVERIES_KEPT),
    effects: [...world.effects.oldestFirst()],
    requests: world.requests.oldestFirst().slice(-REQUESTS_KEPT),
    idempotency: idempotency.save(),
  };
}

export function restore(snapshot: Snapshot, { world, sender, idempotency }: Omit<Parts, "keys">): void {
  world.clock.set(snapshot.clockOffsetSeconds);
  world.settings = mergeSettings(defaultSettings(), snapshot.settings);
  world.personas = snapshot.personas;
  world.signedMetadata = snapshot.signedMetadata;
  const tables = world.tables();
  for (const [name, rows] of Object.entries(snapshot.tables)) tables[name]?.load(rows);
  sender.log.load(snapshot.deliveries);
  world.effects.load(snapshot.effects);
  world.requests.load(snapshot.requests);
  idempotency.load(snapshot.idempotency);
}

/** Null when there is nothing to go on with: no file, or one of another format. */
export function readSnapshot(file: string): Snapshot | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return null;
  }
  const snapshot = asSnapshot(JSON.parse(text));
  return snapshot.format === FORMAT ? snapshot : null;
}

/** The file is our own and carries its format's number; its rows are not checked one by one. */
function asSnapshot(value: unknown): Snapshot {
  return value as Snapshot;
}

/** Keeps the file up to date: soon after a change, and once more at the end. */
export class Saver {
  readonly #file: string;
  readonly #parts: Parts;
  #timer: NodeJS.Timeout | null = null;

  constructor(file: string, parts: Parts) {
    this.#file = file;
    this.#parts = parts;
    mkdirSync(dirname(file), { recursive: true });
    parts.world.signals.on("change", this.#later);
  }

  readonly #later = (): void => {
    this.#timer ??= setTimeout(() => this.save(), SAVE_AFTER_MS);
  };

  save(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const part = `${this.#file}.part`;
    writeFileSync(part, JSON.stringify(take(this.#parts)));
    renameSync(part, this.#file);
  }

  stop(): void {
    this.#parts.world.signals.off("change", this.#later);
    this.save();
  }
}
