import { forbidden, notFound, unauthorized } from "next/navigation";
import type { PageRefusal } from "#app/_edge/context.ts";
import { wordsOf } from "#lib/core/said.ts";
import { PublicFrame } from "../frame/public-frame.tsx";
import type { Locale } from "../i18n/locale.ts";
import type { Translator } from "../i18n/translator.ts";
import { Unavailable } from "./unavailable.tsx";

type Props = { refusal: PageRefusal; t: Translator; locale: Locale };

/** The page in place of one that cannot be shown. All but the last answer with a status of their own. */
export function Refused({ refusal, t, locale }: Props) {
  switch (refusal.outcome) {
    case "signed_out":
      return unauthorized();
    case "no_access":
      return forbidden();
    case "not_found":
      return notFound();
    case "unavailable":
      return (
        <PublicFrame>
          <Unavailable t={t} message={wordsOf(refusal.message, locale)} />
        </PublicFrame>
      );
  }
}
