import type { Speech } from "#app/_ui/i18n/request.ts";
import type { PrizeWon } from "#lib/standings/index.ts";

/** How a winner was found. */
export function foundWords(found: PrizeWon["found"], { t }: Pick<Speech, "t">): string {
  switch (found.by) {
    case "rank":
      return t(
        found.place === found.rank ? "owner.campaigns.found.rank" : "owner.campaigns.found.tie",
        found,
      );
    case "threshold":
      return t("owner.campaigns.found.threshold", found);
    case "raffle":
      return t("owner.campaigns.found.raffle", found);
  }
}
