import type { Speech } from "#app/_ui/i18n/request.ts";
import type { Rung } from "#lib/rewards/index.ts";

/** What a rung's state means for the member now, and what comes next. */
export function stateWords(rung: Rung, { t, format, say }: Pick<Speech, "t" | "format" | "say">): string {
  switch (rung.state) {
    case "locked":
      // "For each friend who pays" says it all.
      if (rung.trigger === "per_conversion" || rung.trigger === "per_activation") return "";
      return t(rung.trigger === "streak" ? "member.ladder.lockedDays" : "member.ladder.locked", {
        count: rung.remaining,
      });
    case "waiting":
      return rung.waitsFor === "hold" && rung.waitingUntil !== null
        ? t("member.ladder.waits.hold", { at: format.day(rung.waitingUntil) })
        : t(`member.ladder.waits.${rung.waitsFor ?? "delivery"}`, { at: "" });
    case "ready":
      return rung.expiresAt === null
        ? t("member.ladder.ready")
        : t("member.ladder.readyUntil", { at: format.day(rung.expiresAt) });
    case "delivered":
      return [
        rung.deliveredAt === null
          ? null
          : t("member.ladder.deliveredOn", { at: format.day(rung.deliveredAt) }),
        rung.runsUntil === null ? null : t("member.ladder.runsUntil", { at: format.day(rung.runsUntil) }),
        rung.runsUntil === null && rung.howTo !== null ? say(rung.howTo) : null,
      ]
        .filter(Boolean)
        .join(" ");
    case "expired":
      return t("member.ladder.expired");
    case "cancelled":
      return t("member.ladder.cancelled");
  }
}
