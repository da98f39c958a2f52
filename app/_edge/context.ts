import { headers } from "next/headers";
import { AppError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { say, type Told } from "#lib/core/said.ts";
import { type Identity, userTokenHeader, type View } from "#lib/identity/index.ts";
import { sharedServices } from "#lib/runtime/shared-services.ts";
import { readView } from "./reading.ts";

/** Why a page cannot be shown; `message` is for the person who opened it. */
export type PageRefusal = {
  outcome: "signed_out" | "no_access" | "unavailable" | "not_found";
  message: Told;
};

/** The person, their community and the context that the page's verbs are called with. */
export type PageView = View & { outcome: "ok" };

export type PageOutcome = PageView | PageRefusal;

/** For everything below /experiences/[experienceId]. */
export function memberPage(experienceId: string): Promise<PageOutcome> {
  return open("member", (identity, userId, requestId) =>
    identity.memberView(userId, experienceId, requestId),
  );
}

/** For everything below /dashboard/[companyId]. */
export function ownerPage(companyId: string): Promise<PageOutcome> {
  return open("owner", (identity, userId, requestId) => identity.ownerView(userId, companyId, requestId));
}

type Opener = (identity: Identity, whopUserId: string, requestId: string) => Promise<View>;

async function open(kind: "member" | "owner", opener: Opener): Promise<PageOutcome> {
  const known = readView();
  if (known?.ctx.actor.kind === kind) return { outcome: "ok", ...known };
  const token = (await headers()).get(userTokenHeader);
  const { identity, log } = await sharedServices();
  const requestId = newId();
  try {
    const userId = await identity.userOf(token);
    return { outcome: "ok", ...(await opener(identity, userId, requestId)) };
  } catch (error) {
    if (error instanceof AppError) return { outcome: outcomeOf(error), message: error.told };
    log.error({ error, requestId }, "A page could not be opened");
    return {
      outcome: "unavailable",
      message: say("busy.page", { reference: requestId }),
    };
  }
}

function outcomeOf(error: AppError): PageRefusal["outcome"] {
  switch (error.code) {
    case "unauthenticated":
      return "signed_out";
    case "forbidden":
      return "no_access";
    case "not_found":
    case "gone":
      return "not_found";
    default:
      return "unavailable";
  }
}
