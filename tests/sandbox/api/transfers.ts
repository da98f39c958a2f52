import { z } from "zod";
import { badRequest, notFound } from "#tests/sandbox/http/errors.ts";
import type { Transfer } from "#tests/sandbox/world/entities.ts";
import { newId } from "#tests/sandbox/world/ids.ts";
import { toMajor, toMinor } from "#tests/sandbox/world/money.ts";
import type { World } from "#tests/sandbox/world/world.ts";
import { Currency, createdWindow, installedCompany, Metadata, readBody } from "./input.ts";
import { created, type Operation, ok } from "./operation.ts";
import { page } from "./paging.ts";

const NewTransfer = z.object({
  amount: z.number().positive(),
  currency: Currency.default("usd"),
  origin_id: z.string(),
  destination_id: z.string(),
  idempotence_key: z.string().nullish(),
  metadata: Metadata.nullish(),
  notes: z.string().nullish(),
  type: z.enum(["ledger"]).optional(),
});

function listed(transfer: Transfer) {
  return {
    id: transfer.id,
    amount: toMajor(transfer.amount, transfer.currency),
    currency: transfer.currency,
    fee_amount: 0,
    metadata: transfer.metadata,
    notes: transfer.notes,
    origin_ledger_account_id: `ldgr_${transfer.originId.split("_")[1] ?? ""}`,
    destination_ledger_account_id: `ldgr_${transfer.destinationId.split("_")[1] ?? ""}`,
    created_at: transfer.createdAt,
  };
}

function party(world: World, id: string) {
  const company = world.companies.find(id);
  if (company) return { typename: "Company", id, route: company.route, title: company.title };
  const user = world.users.find(id);
  if (user) return { typename: "User", id, name: user.name, username: user.username };
  throw notFound(`Ledger account of ${id}`);
}

function shapeOf(world: World, transfer: Transfer) {
  return {
    ...listed(transfer),
    origin: party(world, transfer.originId),
    destination: party(world, transfer.destinationId),
  };
}

/** What a company has taken in this currency, less what it gave back or passed on. */
function balanceOf(world: World, companyId: string, currency: string): number {
  const taken = world.payments
    .where((row) => row.companyId === companyId && row.currency === currency && row.status === "paid")
    .reduce((sum, row) => sum + row.total - row.refundedAmount, 0);
  const passedOn = world.transfers
    .where((row) => row.originId === companyId && row.currency === currency)
    .reduce((sum, row) => sum + row.amount, 0);
  return taken - passedOn;
}

export const transfers: Operation[] = [
  {
    method: "POST",
    path: "/transfers",
    permissions: ["payout:transfer_funds"],
    takesIdempotencyKey: true,
    run({ sandbox, body, effect }) {
      const { world } = sandbox;
      const input = readBody(NewTransfer, body);
      const company = installedCompany(world, input.origin_id, "origin_id");
      if (!company.verified) throw badRequest("Verify your business before sending transfers.");
      const key = input.idempotence_key ?? null;
      const same =
        key &&
        world.settings.idempotencyKeys !== "none" &&
        world.transfers.first((row) => row.originId === company.id && row.idempotenceKey === key);
      if (same) return ok(shapeOf(world, same));
      party(world, input.destination_id);
      if (world.settings.unpayableUsers.includes(input.destination_id))
        throw badRequest("This user cannot receive transfers yet.");
      const amount = toMinor(input.amount, input.currency);
      if (amount > balanceOf(world, company.id, input.currency)) throw badRequest("Insufficient balance.");
      const transfer = world.transfers.put({
        id: newId("ctt"),
        companyId: company.id,
        amount,
        currency: input.currency,
        originId: company.id,
        destinationId: input.destination_id,
        idempotenceKey: key,
        metadata: input.metadata ?? null,
        notes: input.notes ?? null,
        createdAt: world.clock.iso(),
      });
      const shape = shapeOf(world, transfer);
      effect("transfer.created", shape);
      return created(shape);
    },
  },
  {
    method: "GET",
    path: "/transfers",
    permissions: ["payout:transfer:read"],
    run({ sandbox, query }) {
      const origin = query.get("origin_id");
      const destination = query.get("destination_id");
      if (!origin && !destination) throw badRequest("Provide origin_id or destination_id.");
      const inWindow = createdWindow(query);
      const rows = sandbox.world.transfers.where(
        (row) =>
          inWindow(row.createdAt) &&
          (!origin || row.originId === origin) &&
          (!destination || row.destinationId === destination),
      );
      return ok(page(rows, query, listed));
    },
  },
  {
    method: "GET",
    path: "/transfers/:id",
    permissions: ["payout:transfer:read"],
    run({ sandbox, params }) {
      return ok(shapeOf(sandbox.world, sandbox.world.transfers.get(params.id)));
    },
  },
];
