import { Card } from "#app/_ui/card/card.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";

/** For an address that was kept from when the community still took affiliates. */
export function NoProgram({ t }: { t: Translator }) {
  return (
    <Card>
      <Empty icon="people" title={t("earnings.closed.title")}>
        {t("earnings.closed.text")}
      </Empty>
    </Card>
  );
}
