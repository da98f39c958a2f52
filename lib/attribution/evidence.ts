import { evidenceKinds } from "#db/enums.ts";
import type { Ctx } from "../core/context.ts";
import type { ReferencedLink } from "../links/index.ts";
import { findLinksByReference, verifyReference } from "../links/index.ts";
import type { MembershipFact, PaymentFact, Piece, Purchase } from "./types.ts";

export type Evidence = {
  /** Strongest first. Purchases without any are absent. */
  pieces: Map<Purchase, Piece[]>;
  links: Map<string, ReferencedLink>;
};

type Carrier = { source: Piece["source"]; fact: MembershipFact | PaymentFact };

/** Everything that people's purchases say about who brought them. Cookies and fingerprints say nothing. */
export async function gatherEvidence(ctx: Ctx, purchases: readonly Purchase[]): Promise<Evidence> {
  const carriers = new Map(purchases.map((purchase) => [purchase, carriersOf(purchase)]));
  const signed = new Map<Purchase, Piece[]>();
  const codeIds = new Set<string>();
  const checkoutIds = new Set<string>();
  for (const [purchase, carried] of carriers) {
    const pieces = carried.flatMap((carrier) => fromMetadata(ctx, carrier) ?? []);
    signed.set(purchase, pieces);
    for (const piece of pieces) if ("codeId" in piece) codeIds.add(piece.codeId);
    for (const { fact } of carried)
      if (fact.checkoutConfigurationId) checkoutIds.add(fact.checkoutConfigurationId);
  }
  if (codeIds.size === 0 && checkoutIds.size === 0) return { pieces: onlyFilled(signed), links: new Map() };
  const found = await findLinksByReference(ctx, { codeIds: [...codeIds], checkoutIds: [...checkoutIds] });

  const pieces = new Map<Purchase, Piece[]>();
  for (const [purchase, carried] of carriers) {
    const known = (signed.get(purchase) ?? []).map((piece) => withKnownLink(piece, found.links));
    const checkouts = carried.flatMap((carrier) => fromCheckout(carrier, found.codeIdOfCheckout) ?? []);
    pieces.set(purchase, distinct([...known, ...checkouts]));
  }
  return { pieces: onlyFilled(pieces), links: found.links };
}

/** The membership speaks before its payments, and those in their order; renewals are bound to it anyway. */
function carriersOf({ membership, payments }: Purchase): Carrier[] {
  const ofPayments = payments.map(
    (fact): Carrier => ({ source: { type: "payment", id: fact.paymentId }, fact }),
  );
  if (membership === null) return ofPayments;
  return [{ source: { type: "membership", id: membership.membershipId }, fact: membership }, ...ofPayments];
}

function fromMetadata(ctx: Ctx, { source, fact }: Carrier): Piece | null {
  const reading = verifyReference(ctx.secrets, ctx.companyId, fact.metadata);
  if (reading.outcome === "absent") return null;
  if (reading.outcome === "forged") return { kind: "checkout_metadata", source, problem: "bad_signature" };
  return { kind: "checkout_metadata", source, codeId: reading.codeId };
}

function fromCheckout({ source, fact }: Carrier, codeIdOfCheckout: Map<string, string>): Piece | null {
  const codeId = codeIdOfCheckout.get(fact.checkoutConfigurationId ?? "");
  return codeId === undefined ? null : { kind: "checkout_configuration", source, codeId };
}

function withKnownLink(piece: Piece, links: Evidence["links"]): Piece {
  if ("problem" in piece || links.has(piece.codeId)) return piece;
  return { kind: piece.kind, source: piece.source, problem: "unknown_link" };
}

/** Strongest kind first; what proves a link comes before what proves nothing; repetitions are dropped. */
function distinct(pieces: Piece[]): Piece[] {
  const seen = new Set<string>();
  return pieces
    .filter((piece) => {
      const name = `${piece.kind} ${"codeId" in piece ? piece.codeId : piece.problem}`;
      return seen.has(name) ? false : seen.add(name);
    })
    .map((piece, nth) => ({ piece, nth }))
    .sort((a, b) => strength(a.piece) - strength(b.piece) || a.nth - b.nth)
    .map(({ piece }) => piece);
}

function strength(piece: Piece): number {
  return evidenceKinds.indexOf(piece.kind) + ("problem" in piece ? evidenceKinds.length : 0);
}

function onlyFilled(pieces: Map<Purchase, Piece[]>): Map<Purchase, Piece[]> {
  return new Map([...pieces].filter(([, list]) => list.length > 0));
}
