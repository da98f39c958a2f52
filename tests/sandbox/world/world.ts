import { EventEmitter } from "node:events";
import { SandboxClock } from "#tests/sandbox/clock.ts";
import type { Effect, RequestEntry } from "#tests/sandbox/log.ts";
import { Log } from "#tests/sandbox/log.ts";
import type { Settings } from "#tests/sandbox/settings.ts";
import { defaultSettings } from "#tests/sandbox/settings.ts";
import type {
  Affiliate,
  CheckoutConfiguration,
  Company,
  Dispute,
  Experience,
  Member,
  Membership,
  Metadata,
  Notification,
  Payment,
  Plan,
  Product,
  PromoCode,
  Refund,
  TeamMember,
  Transfer,
  User,
  WebhookEndpoint,
} from "./entities.ts";
import type { Personas } from "./personas.ts";
import { Table } from "./table.ts";

/** Everything one sandbox knows. Nothing is global, so many of them can live in one process. */
export class World {
  readonly companies = new Table<Company>("Company");
  readonly users = new Table<User>("User");
  readonly team = new Table<TeamMember>("Authorized user");
  readonly products = new Table<Product>("Product");
  readonly plans = new Table<Plan>("Plan");
  readonly experiences = new Table<Experience>("Experience");
  readonly memberships = new Table<Membership>("Membership");
  readonly members = new Table<Member>("Member");
  readonly payments = new Table<Payment>("Payment");
  readonly refunds = new Table<Refund>("Refund");
  readonly disputes = new Table<Dispute>("Dispute");
  readonly promoCodes = new Table<PromoCode>("Promo code");
  readonly checkoutConfigurations = new Table<CheckoutConfiguration>("Checkout configuration");
  readonly transfers = new Table<Transfer>("Transfer");
  readonly notifications = new Table<Notification>("Notification");
  readonly webhooks = new Table<WebhookEndpoint>("Webhook");
  readonly affiliates = new Table<Affiliate>("Affiliate");

  readonly clock = new SandboxClock();
  readonly effects = new Log<Effect>(50_000);
  readonly requests = new Log<RequestEntry>(5_000);
  settings: Settings = defaultSettings();
  personas: Personas = [];
  /** Metadata by checkout configuration, as the app signed it for the links it was seeded with. */
  signedMetadata: Record<string, Metadata> = {};

  /** "change" after anything a snapshot or the host page should know of. */
  readonly signals = new EventEmitter();

  readonly #permissions: ReadonlySet<string>;

  /** `permissions` are those that the app's manifest asks for. */
  constructor(permissions: readonly string[]) {
    this.#permissions = new Set(permissions);
    this.signals.setMaxListeners(0);
  }

  tables(): Record<string, Table<{ id: string }>> {
    const found: Record<string, Table<{ id: string }>> = {};
    for (const [name, value] of Object.entries(this)) if (value instanceof Table) found[name] = value;
    return found;
  }

  allows(permission: string): boolean {
    return this.#permissions.has(permission) && !this.settings.revokedPermissions.includes(permission);
  }

  changed(what: string): void {
    this.signals.emit("change", what);
  }
}
