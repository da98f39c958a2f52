import type { Events } from "./sender/events.ts";
import type { Sender } from "./sender/sender.ts";
import type { Tokens } from "./tokens.ts";
import type { World } from "./world/world.ts";

/** One running sandbox: its world and the parts that act on it. */
export type Sandbox = {
  readonly world: World;
  readonly events: Events;
  readonly sender: Sender;
  readonly tokens: Tokens;
  readonly appId: string;
  readonly apiKey: string;
  readonly appOrigin: string;
  readonly allowClockControl: boolean;
  /** Known once the servers listen. */
  origin: string;
  proxyOrigin: string;
  /** Begins again with the world the sandbox was started with. */
  reset(): void;
};
