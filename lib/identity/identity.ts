import { isCompanyId } from "#db/client.ts";
import type { Ctx } from "../core/context.ts";
import { AppError, notFound } from "../core/errors.ts";
import { say } from "../core/said.ts";
import { contextFor, type Services } from "../core/services.ts";
import { type Access, createAccessChecker } from "./access.ts";
import { createKeySet } from "./key-set.ts";
import { createPlaces, type Place } from "./places.ts";
import { createTokenVerifier } from "./verify-user-token.ts";
import { createViewers, type Viewer } from "./viewers.ts";

/** A person in a community, with the context their requests run in. */
export type View = {
  ctx: Ctx;
  viewer: Viewer;
  company: Place;
  /** On the community's team, by Whop's access check. */
  isOwner: boolean;
  /** Whop does not answer; access and profile are what it said before. */
  stale: boolean;
};

export type Identity = {
  /** The Whop user who signed in. @throws AppError unauthenticated */
  userOf(token: string | null): Promise<string>;
  /** The member's view of an experience they have access to. @throws AppError forbidden, not_found, unavailable */
  memberView(whopUserId: string, experienceId: string, requestId: string): Promise<View>;
  /** The team's view of a company they administer. @throws AppError forbidden, not_found, unavailable */
  ownerView(whopUserId: string, companyId: string, requestId: string): Promise<View>;
  /** The company of an experience. Ask only for somebody whose access to the experience is proven. */
  companyOf(experienceId: string): Promise<string>;
  keySet: { state(): { keys: number; ageSeconds: number | null }; warm(): Promise<void> };
};

const experienceIdShape = /^exp_[A-Za-z0-9_-]{1,60}$/;

export type IdentityOptions = { appId: string; jwksUrl: string };

export function openIdentity(services: Services, options: IdentityOptions): Identity {
  const { clock, log, whop } = services;
  const keySet = createKeySet({ url: options.jwksUrl, clock, log });
  const tokens = createTokenVerifier({ appId: options.appId, keySet, clock });
  const access = createAccessChecker({ whop, clock, log });
  const places = createPlaces(services);
  const viewers = createViewers(services);

  async function view(
    kind: "member" | "owner",
    whopUserId: string,
    companyId: string,
    proof: Access,
    requestId: string,
  ): Promise<View> {
    const company = await places.open(companyId);
    const viewer = await viewers.open(companyId, whopUserId);
    const actor = { kind, userId: viewer.userId, whopUserId, name: viewer.displayName };
    return {
      ctx: contextFor(services, companyId, actor, requestId),
      viewer,
      company,
      isOwner: proof.accessLevel === "admin",
      stale: proof.stale,
    };
  }

  return {
    userOf: (token) => tokens.verify(token),
    companyOf: (experienceId) => places.companyOf(experienceId),
    keySet,
    async memberView(whopUserId, experienceId, requestId) {
      if (!experienceIdShape.test(experienceId)) throw notFound("page");
      const proof = await access.check(whopUserId, experienceId);
      if (!proof.hasAccess) throw noEntry();
      return view("member", whopUserId, await places.companyOf(experienceId), proof, requestId);
    },
    async ownerView(whopUserId, companyId, requestId) {
      if (!isCompanyId(companyId)) throw notFound("community");
      const proof = await access.check(whopUserId, companyId);
      if (!proof.hasAccess || proof.accessLevel !== "admin") throw notOnTeam();
      return view("owner", whopUserId, companyId, proof, requestId);
    },
  };
}

function noEntry(): AppError {
  return new AppError("forbidden", say("access.membersOnly"));
}

function notOnTeam(): AppError {
  return new AppError("forbidden", say("access.teamOnly"));
}
