import { type ReadDetails, sayReason } from "../attribution/index.ts";
import { type Said, say } from "../core/said.ts";
import { type Member, toldName } from "../members/index.ts";
import { type ClaimRow, namedIn } from "./claim.ts";

type Standing = {
  claim: ClaimRow;
  claimer: Member | undefined;
  referred: Member | undefined;
  /** The last decision on who brought the person. */
  decided: ReadDetails | undefined;
};

/** How a claim stands, in one sentence for its claimer or the team. */
export function sentenceOfClaim(
  { claim, claimer, referred, decided }: Standing,
  audience: "owner" | "member",
): Said {
  const member = namedIn(claim, referred) ?? say("claim.newcomer");
  switch (claim.status) {
    case "open":
      return claim.referredId === null
        ? say("claim.waits", { username: claim.referredUsername ?? "" })
        : say("claim.open");
    case "rejected":
      return say(claim.approvedAt === null ? "claim.rejected" : "claim.revoked");
    case "withdrawn":
      return say("claim.withdrawn");
    case "approved": {
      const weighed = decided?.weighed.find(({ source }) => source.id === claim.id);
      if (!weighed) return say("claim.approved");
      if (weighed.verdict !== "won") {
        const why = sayReason(weighed.reason, { member, windowDays: decided?.windowDays ?? 0 }, audience);
        return say("claim.withoutEffect", { why });
      }
      if (audience === "member") return say("claim.credited", { member });
      return say("claim.creditedTo", { member, claimer: claimer ? toldName(claimer) : "" });
    }
  }
}
