import { type Html, html } from "#tests/sandbox/http/escape.ts";
import type { Sandbox } from "#tests/sandbox/sandbox.ts";
import { isValid } from "#tests/sandbox/world/access.ts";
import type { Plan, User } from "#tests/sandbox/world/entities.ts";
import { formatMoney } from "#tests/sandbox/world/money.ts";
import type { CheckoutTarget } from "./link.ts";
import { discounted, suggestedPromoCode } from "./promo.ts";
import { somebodyNew } from "./suggestion.ts";

const MOST_SUGGESTED = 40;
/** Before somebody says who is buying, it may be anybody new. */
const NOBODY_YET = "";

export function document(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/host/pages.css">
</head>
<body>${body}</body>
</html>`.text;
}

export function problemPage(message: string): string {
  return document(
    "This link does not work",
    html`<main class="card narrow"><h1>This link does not work</h1><p class="quiet">${message}</p>
    <a class="button" href="/">To the sandbox</a></main>`,
  );
}

export function priceLine(plan: Plan): string {
  const first = formatMoney(plan.initialPrice, plan.currency);
  if (plan.planType === "one_time") return plan.initialPrice === 0 ? "Free" : `${first} once`;
  const every = plan.billingPeriod === 30 ? "month" : `${plan.billingPeriod ?? 30} days`;
  return `${formatMoney(plan.renewalPrice, plan.currency)} per ${every}`;
}

/** People who could come through a friend's link: those without a membership first. */
function possibleBuyers(sandbox: Sandbox, plan: Plan): { user: User; isMember: boolean }[] {
  const { world } = sandbox;
  const members = new Set(
    world.memberships
      .where((row) => row.companyId === plan.companyId && isValid(row))
      .map((row) => row.userId),
  );
  const people = world.users.all().map((user) => ({ user, isMember: members.has(user.id) }));
  people.sort((a, b) => Number(a.isMember) - Number(b.isMember));
  return people.slice(0, MOST_SUGGESTED);
}

function buyerOptions(sandbox: Sandbox, plan: Plan, chosen: string | null): Html[] {
  return possibleBuyers(sandbox, plan).map(({ user, isMember }) => {
    const selected = user.id === chosen ? html` selected` : null;
    const label = `${user.name}${isMember ? " (already a member)" : ""}`;
    return html`<option value="${user.id}"${selected}>${label}</option>`;
  });
}

export function checkoutPage(
  sandbox: Sandbox,
  { plan, configuration }: CheckoutTarget,
  given: URLSearchParams,
  problem: string | null,
): string {
  const { world } = sandbox;
  const company = world.companies.get(plan.companyId);
  const product = world.products.get(plan.productId);
  const suggested = somebodyNew(world);
  const trial = plan.trialPeriodDays;
  const promo = given.get("promoCode") ?? given.get("promo_code") ?? "";
  const discount = suggestedPromoCode(world, plan, NOBODY_YET, promo || null);
  const due = formatMoney(discounted(discount, plan.initialPrice, plan.currency), plan.currency);
  return document(
    `${product.title} · ${company.title}`,
    html`<main class="checkout">
  <section class="summary">
    <p class="brand">${company.title}</p>
    <h1>${product.title}</h1>
    <p class="quiet">${product.headline}</p>
    <p class="price">${priceLine(plan)}</p>
    <dl>
      <div><dt>Plan</dt><dd>${plan.title}</dd></div>
      ${trial ? html`<div><dt>Trial</dt><dd>${trial} days free</dd></div>` : null}
      ${discount ? html`<div><dt>Promo code</dt><dd>${discount.code}</dd></div>` : null}
      <div><dt>Due today</dt><dd>${due}</dd></div>
    </dl>
    <p class="note">${
      configuration
        ? html`This checkout remembers where you came from <code>${configuration.id}</code>`
        : html`No session: this sale will carry no metadata.`
    }</p>
  </section>
  <form class="pay" method="post">
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : null}
    <label>Who is buying?
      <select name="userId">
        <option value="new">A new person</option>
        ${buyerOptions(sandbox, plan, given.get("userId"))}
      </select>
    </label>
    <label>Name <input name="name" autocomplete="off" value="${given.get("name") ?? suggested.name}"></label>
    <label>E-mail <input name="email" type="email" autocomplete="off" value="${
      given.get("email") ?? suggested.email
    }"></label>
    <label>Promo code <input name="promoCode" autocomplete="off" placeholder="Optional" value="${promo}"></label>
    <button class="button primary" name="outcome" value="pay">${
      plan.initialPrice === 0 ? "Get it free" : `Pay ${due}`
    }</button>
    <div class="pair">
      ${trial ? html`<button class="button" name="outcome" value="trial">Start ${trial}-day trial</button>` : null}
      <button class="button" name="outcome" value="decline">Card is declined</button>
    </div>
    <p class="note">Nothing is charged: this is a simulated checkout.</p>
  </form>
</main>`,
  );
}

export function confirmationPage(sandbox: Sandbox, query: URLSearchParams): string {
  const payment = sandbox.world.payments.get(query.get("payment_id"));
  const product = sandbox.world.products.get(payment.productId);
  const buyer = sandbox.world.users.get(payment.userId);
  const paid = payment.status === "paid";
  const title = paid ? `Welcome, ${buyer.name}` : "The card was declined";
  return document(
    title,
    html`<main class="card narrow">
    <p class="mark ${paid ? "good" : "bad"}" aria-hidden="true">${paid ? "✓" : "×"}</p>
    <h1>${title}</h1>
    <p class="quiet">${
      paid
        ? `${product.title}: ${formatMoney(payment.total, payment.currency)} paid.`
        : "Nothing was charged, and no membership was made."
    }</p>
    <dl>
      <div><dt>Payment</dt><dd><code>${payment.id}</code></dd></div>
      ${payment.membershipId ? html`<div><dt>Membership</dt><dd><code>${payment.membershipId}</code></dd></div>` : null}
    </dl>
    <a class="button" href="/">To the sandbox</a>
  </main>`,
  );
}
