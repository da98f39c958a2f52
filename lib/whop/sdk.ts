import Whop from "@whop/sdk";
import type { Currency } from "@whop/sdk/resources/shared";
import { z } from "zod";
import type { Logger } from "../core/log.ts";
import { toDecimal } from "../core/money.ts";
import { createCaller, type SendOptions, type Timeouts } from "./call.ts";
import type { WhopOperation } from "./manifest.ts";
import type {
  NotificationInput,
  PromoCodeInput,
  TransferInput,
  WhopPlatform,
  WhopPromoCode,
} from "./platform.ts";
import * as shapes from "./shapes.ts";
import { systemTimers, type Timers } from "./timers.ts";

/** The version whose shapes we read. Checkouts and plans name an account there, promo codes still a company. */
const API_VERSION = "2026-07-20";
const PAGE_SIZE = 100;
/** A list that never ends is a broken list. */
const MOST_PAGES = 1_000;

export type WhopPlatformOptions = {
  apiKey: string;
  /** Ends with /api/v1. */
  baseUrl: string;
  appId: string;
  log: Logger;
  timers?: Timers;
  timeouts?: Timeouts;
};

/** Whop through its own SDK, with every option said and none taken from the environment. */
export function createWhopPlatform({
  apiKey,
  baseUrl,
  appId,
  log,
  timers = systemTimers,
  timeouts,
}: WhopPlatformOptions): WhopPlatform {
  const client = new Whop({
    apiKey,
    baseURL: baseUrl,
    appID: appId,
    version: API_VERSION,
    // Signatures and tokens are verified by our own code, never by the SDK.
    webhookKey: null,
    userTokenPublicKey: null,
    userTokenJwksUrl: null,
    maxRetries: 0,
    timeout: 8_000,
    logLevel: "off",
  });
  const { call, circuit } = createCaller({ timers, log, timeouts });
  const read = <T>(
    operation: WhopOperation,
    answer: z.ZodType<T>,
    send: (o: SendOptions) => PromiseLike<unknown>,
  ) => call({ operation, kind: "read", answer, send });
  const change = <T>(
    operation: WhopOperation,
    answer: z.ZodType<T>,
    send: (o: SendOptions) => PromiseLike<unknown>,
    timeoutMs?: number,
  ) => call({ operation, kind: "change", answer, send, ...(timeoutMs === undefined ? {} : { timeoutMs }) });

  /** The SDK's own iterator follows a cursor even on the last page; this one stops. */
  async function* pages<T>(
    operation: WhopOperation,
    item: z.ZodType<T>,
    send: (page: { first: number; after?: string }, o: SendOptions) => PromiseLike<unknown>,
  ): AsyncGenerator<T> {
    let after: string | undefined;
    for (let number = 0; number < MOST_PAGES; number += 1) {
      const page = await read(operation, shapes.pageOf(item), (options) =>
        send(after === undefined ? { first: PAGE_SIZE } : { first: PAGE_SIZE, after }, options),
      );
      yield* page.data;
      const next = page.page_info.end_cursor;
      if (page.page_info.has_next_page === false || !next || next === after || page.data.length === 0) return;
      after = next;
    }
  }

  return {
    circuit,
    getUser: (userId) => read("getUser", shapes.User, (o) => client.users.retrieve(userId, {}, o)),
    checkAccess: (userId, resourceId) =>
      read("checkAccess", shapes.Access, (o) => client.users.checkAccess(resourceId, { id: userId }, o)),
    getCompany: (companyId) =>
      read("getCompany", shapes.Company, (o) => client.companies.retrieve(companyId, o)),
    getExperience: (experienceId) =>
      read("getExperience", shapes.Experience, (o) => client.experiences.retrieve(experienceId, o)),
    async *listPlans(companyId) {
      const plans = pages("listPlans", shapes.Plan, (page, o) =>
        client.plans.list({ account_id: companyId, ...page }, o),
      );
      for await (const { productId, ...plan } of plans) if (productId !== null) yield { ...plan, productId };
    },
    listProducts: (companyId) =>
      pages("listProducts", shapes.Product, (page, o) =>
        client.products.list({ account_id: companyId, ...page }, o),
      ),
    listMemberships: ({ companyId, userId, productId, createdAfter }) =>
      pages("listMemberships", shapes.Listed, (page, o) =>
        client.memberships.list(
          {
            company_id: companyId,
            ...(userId === undefined ? {} : { user_ids: [userId] }),
            ...(productId === undefined ? {} : { product_ids: [productId] }),
            ...since("created_after", createdAfter),
            ...page,
          },
          o,
        ),
      ),
    listPayments: ({ companyId, updatedAfter }) =>
      pages("listPayments", shapes.Listed, (page, o) =>
        client.payments.list(
          { company_id: companyId, include_free: true, ...since("updated_after", updatedAfter), ...page },
          o,
        ),
      ),
    listPaymentFees: (paymentId) =>
      pages("listPaymentFees", shapes.Fee, (page, o) => client.payments.listFees(paymentId, page, o)),
    listRefunds: ({ companyId, createdAfter }) =>
      pages("listRefunds", shapes.Listed, (page, o) =>
        client.refunds.list({ company_id: companyId, ...since("created_after", createdAfter), ...page }, o),
      ),
    listDisputes: ({ companyId, createdAfter }) =>
      pages("listDisputes", shapes.Listed, (page, o) =>
        client.disputes.list({ company_id: companyId, ...since("created_after", createdAfter), ...page }, o),
      ),
    listWebhooks: () =>
      pages("listWebhooks", shapes.Webhook, (page, o) =>
        client.webhooks.list({ company_id: appId, ...page }, o),
      ),
    getMembership: (membershipId) =>
      read("getMembership", shapes.Listed, (o) => client.memberships.retrieve(membershipId, o)),
    createCheckout: ({ companyId, planId, metadata, redirectUrl, idempotencyKey }, options) =>
      change(
        "createCheckout",
        shapes.Checkout,
        (o) =>
          client.checkoutConfigurations.create(
            {
              account_id: companyId,
              plan_id: planId,
              metadata,
              ...(redirectUrl === undefined ? {} : { redirect_url: redirectUrl }),
              "Idempotency-Key": idempotencyKey,
            },
            o,
          ),
        options?.timeoutMs,
      ),
    createPromoCode: (input) =>
      change("createPromoCode", shapes.PromoCode, (o) =>
        client.promoCodes.create(promoCodeBody(input), {
          ...o,
          headers: { "Idempotency-Key": input.idempotencyKey },
        }),
      ),
    async findPromoCode(companyId, code, createdAfter) {
      const wanted = code.toLowerCase();
      let archived: WhopPromoCode | null = null;
      const codes = pages("findPromoCode", shapes.PromoCode, (page, o) =>
        client.promoCodes.list(
          {
            company_id: companyId,
            ...(createdAfter === undefined ? {} : { created_after: createdAfter.toISOString() }),
            ...page,
          },
          o,
        ),
      );
      for await (const found of codes) {
        if (found.code.toLowerCase() !== wanted) continue;
        const promoCode = { ...found, companyId };
        if (found.status !== "archived") return promoCode;
        archived ??= promoCode;
      }
      return archived;
    },
    getPromoCode: (promoCodeId) =>
      read("getPromoCode", shapes.PromoCode, (o) => client.promoCodes.retrieve(promoCodeId, o)),
    async archivePromoCode(promoCodeId) {
      await change("archivePromoCode", z.unknown(), (o) => client.promoCodes.delete(promoCodeId, o));
    },
    addFreeDays: (membershipId, days, idempotencyKey) =>
      change("addFreeDays", shapes.Listed, (o) =>
        client.memberships.addFreeDays(
          membershipId,
          { free_days: days },
          { ...o, headers: { "Idempotency-Key": idempotencyKey } },
        ),
      ),
    createTransfer: (input) =>
      change("createTransfer", shapes.Transfer, (o) => client.transfers.create(transferBody(input), o)),
    listTransfers: ({ companyId, createdAfter }) =>
      pages("listTransfers", shapes.Transfer, (page, o) =>
        client.transfers.list(
          { origin_id: companyId, created_after: createdAfter.toISOString(), ...page },
          o,
        ),
      ),
    async createNotification(input) {
      await change("createNotification", shapes.Accepted, (o) =>
        client.notifications.create(notificationBody(input), {
          ...o,
          headers: { "Idempotency-Key": input.idempotencyKey },
        }),
      );
    },
  };
}

function notificationBody({ to, title, content, restPath }: NotificationInput) {
  const said = { title, content, rest_path: restPath };
  return "teamOf" in to
    ? { company_id: to.teamOf, ...said }
    : { experience_id: to.experienceId, user_ids: [...to.whopUserIds], ...said };
}

function transferBody(input: TransferInput) {
  return {
    type: "ledger" as const,
    origin_id: input.companyId,
    destination_id: input.destinationUserId,
    amount: Number(toDecimal(input.amountMinor, input.currency)),
    currency: input.currency.toLowerCase(),
    idempotence_key: input.onceKey,
    metadata: input.metadata,
    notes: input.notes,
    "Idempotency-Key": input.idempotencyKey,
  };
}

/** A filter by time, or none. */
function since<Name extends string>(name: Name, at: Date | undefined): { [N in Name]?: string } {
  const filter: { [N in Name]?: string } = {};
  if (at !== undefined) filter[name] = at.toISOString();
  return filter;
}

function promoCodeBody(input: PromoCodeInput) {
  return {
    company_id: input.companyId,
    code: input.code,
    promo_type: input.kind,
    amount_off: input.amountOff,
    base_currency: sdkCurrency(input.currency),
    promo_duration_months: input.durationMonths,
    new_users_only: input.newUsersOnly,
    one_per_customer: true,
    ...(input.stock === null ? { unlimited_stock: true } : { stock: input.stock, unlimited_stock: false }),
    ...(input.productId === undefined ? {} : { product_id: input.productId }),
    ...(input.planIds === undefined ? {} : { plan_ids: input.planIds }),
    ...(input.expiresAt === undefined ? {} : { expires_at: input.expiresAt.toISOString() }),
  };
}

/** The SDK lists the currencies of its own release; Whop judges the code itself and says so when it is wrong. */
function sdkCurrency(currency: string): Currency {
  return currency.toLowerCase() as Currency;
}
