import { ApiError, badRequest } from "#tests/sandbox/http/errors.ts";
import type { Exchange } from "#tests/sandbox/http/exchange.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";
import { addUser } from "#tests/sandbox/world/arrivals.ts";
import type { User } from "#tests/sandbox/world/entities.ts";
import { type CheckoutTarget, checkoutTarget } from "./link.ts";
import { readOutcome } from "./outcome.ts";
import { checkoutPage, confirmationPage, problemPage } from "./pages.ts";
import { type Bought, buy } from "./perform.ts";

const NEW_PERSON = "new";

/** `/checkout/{plan}/?session=…`: a page to buy on, and the plain form post behind its buttons. */
export async function checkoutPages(sandbox: Sandbox, exchange: Exchange): Promise<void> {
  try {
    const match = /^\/checkout\/([^/]+)\/?(done)?\/?$/.exec(exchange.path);
    if (!match?.[1]) throw badRequest("This is not a checkout.");
    if (match[2]) return exchange.html(200, confirmationPage(sandbox, exchange.url.searchParams));
    const session = exchange.url.searchParams.get("session");
    const target = checkoutTarget(sandbox.world, match[1], session);
    if (exchange.method === "POST") await submit(sandbox, exchange, target);
    else exchange.html(200, checkoutPage(sandbox, target, exchange.url.searchParams, null));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    exchange.html(error.status, problemPage(error.message));
  }
}

async function submit(sandbox: Sandbox, exchange: Exchange, target: CheckoutTarget): Promise<void> {
  const form = new URLSearchParams(await exchange.text());
  try {
    const bought = buy(sandbox, {
      target,
      user: buyer(sandbox, form),
      outcome: readOutcome(form.get("outcome") ?? "pay"),
      promoCode: form.get("promoCode")?.trim() || null,
      card: null,
      at: null,
    });
    exchange.redirect(afterwards(sandbox, target, bought));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    exchange.html(error.status, checkoutPage(sandbox, target, form, error.message));
  }
}

function buyer(sandbox: Sandbox, form: URLSearchParams): User {
  const chosen = form.get("userId") ?? NEW_PERSON;
  if (chosen !== NEW_PERSON) return sandbox.world.users.get(chosen);
  const name = form.get("name")?.trim();
  const email = form.get("email")?.trim();
  if (!name || !email) throw badRequest("Who is buying? Give a name and an e-mail address.");
  return addUser(sandbox.world, { name, email, username: null });
}

/** Back to where the configuration says, as Whop does, with what happened in the query; else to our own page. */
function afterwards(sandbox: Sandbox, target: CheckoutTarget, { membership, payment }: Bought): string {
  const status = payment.status === "paid" ? "succeeded" : "failed";
  const back = target.configuration?.redirectUrl;
  const url = new URL(back ?? `${sandbox.origin}/checkout/${target.plan.id}/done`);
  url.searchParams.set("payment_id", payment.id);
  url.searchParams.set("status", status);
  if (membership) url.searchParams.set("membership_id", membership.id);
  return url.href;
}
