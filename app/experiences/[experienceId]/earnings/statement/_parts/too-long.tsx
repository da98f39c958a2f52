import { Card } from "#app/_ui/card/card.tsx";
import type { Translator } from "#app/_ui/i18n/translator.ts";
import { Empty } from "#app/_ui/notice/empty.tsx";

/** More lines than anybody reads on a page; the table has them all. */
export function TooLong({ t }: { t: Translator }) {
  return (
    <Card>
      <Empty icon="archive" title={t("earnings.statement.tooLong.title")}>
        {t("earnings.statement.tooLong.text")}
      </Empty>
    </Card>
  );
}
