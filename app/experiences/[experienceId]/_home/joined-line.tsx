import type { Speech } from "#app/_ui/i18n/request.ts";
import { Notice } from "#app/_ui/notice/notice.tsx";
import type { Joining } from "#lib/referrals/index.ts";

type Props = { joining: Joining | null; speech: Speech };

/** Who brought the member, while it still depends on their staying. */
export function JoinedLine({ joining, speech: { t, format } }: Props) {
  if (!joining?.activationDueAt) return null;
  const { referrer, activationDueAt } = joining;
  return (
    <Notice tone="neutral">
      {t("trust.joining.due", { name: referrer.name, day: format.day(activationDueAt) })}
    </Notice>
  );
}
