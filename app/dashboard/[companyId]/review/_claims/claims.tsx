import { Card } from "#app/_ui/card/card.tsx";
import type { Speech } from "#app/_ui/i18n/request.ts";
import { Tabs } from "#app/_ui/nav/tabs.tsx";
import { Empty } from "#app/_ui/notice/empty.tsx";
import { Pager } from "#app/_ui/pager/pager.tsx";
import { type ClaimStanding, claimStandings } from "#lib/claims/index.ts";
import { addressOf } from "../../query.ts";
import { Search } from "../../search.tsx";
import type { ReadClaims } from "../read-review.ts";
import { ClaimQueue } from "./claim-queue.tsx";
import { itemOf } from "./claim-view.ts";

type Props = ReadClaims & {
  asked: { standing: ClaimStanding; search: string | undefined; cursor: string | undefined };
  here: string;
  companyId: string;
  speech: Speech;
};

/** What members claim, with all that is known beside their word. */
export function Claims({ claims, nextCursor, trust, asked, here, companyId, speech }: Props) {
  const { t } = speech;
  const { standing, search, cursor } = asked;
  const query = { view: "claims", standing: standing === "open" ? null : standing };
  const isFiltered = search !== undefined;
  return (
    <>
      <Tabs
        label={t("claim.owner.filterLabel")}
        tabs={claimStandings.map((name) => ({
          href: addressOf(here, { view: "claims", standing: name === "open" ? null : name, search }),
          label: t(`claim.owner.filter.${name}`),
          current: name === standing,
        }))}
      />
      <Search path={here} here={{ ...query, search }} label={t("claim.owner.search")} />
      {claims.length === 0 ? (
        <Card>
          <Empty
            icon={isFiltered ? "search" : "people"}
            title={t(isFiltered ? "claim.owner.empty.filtered" : `claim.owner.empty.${standing}`)}
          >
            {isFiltered
              ? t("claim.owner.empty.filteredText")
              : standing === "open"
                ? t("claim.owner.empty.text")
                : undefined}
          </Empty>
        </Card>
      ) : (
        <ClaimQueue
          key={`${standing} ${cursor ?? ""}`}
          companyId={companyId}
          canChoose={standing === "open" || standing === "waiting"}
          items={claims.map((claim) =>
            itemOf(claim, { companyId, trust: trust.get(claim.claimer.userId)?.score ?? null, speech }),
          )}
        />
      )}
      <Pager
        first={t("owner.pager.latest")}
        next={t("owner.pager.older")}
        firstHref={cursor ? addressOf(here, { ...query, search }) : null}
        nextHref={nextCursor ? addressOf(here, { ...query, search, cursor: nextCursor }) : null}
      />
    </>
  );
}
