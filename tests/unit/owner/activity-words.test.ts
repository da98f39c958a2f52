import { describe, expect, test } from "vitest";
import { formatFor } from "#app/_ui/i18n/format.ts";
import type { Locale } from "#app/_ui/i18n/locale.ts";
import { translatorFor } from "#app/_ui/i18n/translator.ts";
import { fieldWords, valueWords } from "#app/dashboard/[companyId]/activity/change-words.ts";
import { changesIn, type Value } from "#app/dashboard/[companyId]/activity/changes.ts";
import { numberWords } from "#app/dashboard/[companyId]/health/number-words.ts";
import { sentenceOf } from "#lib/core/said.ts";
import type { ComparedNumber } from "#lib/stats/index.ts";

const speechIn = (locale: Locale) => ({
  locale,
  t: translatorFor(locale),
  format: formatFor(locale, "UTC", new Date("2026-12-01T12:00:00Z")),
  say: sentenceOf,
});
const [en, es] = [speechIn("en"), speechIn("es")];

describe("what the activity says of a change", () => {
  test("names amounts in money, in minor units and as decimals", () => {
    const rules = { touch: "last", activation: { paid: { USD: 5_000, JPY: 500 } } };
    const [changed] = changesIn("rules.updated", { before: { ...rules, activation: null }, after: rules });
    expect(changed && valueWords(changed.name, changed.value, en)).toBe("nothing → Paid at least $50, ¥500");
    expect(valueWords("totals", { after: { USD: "12.50", EUR: "7.00" } }, en)).toBe("$12.50, €7");
    expect(valueWords("minimums", { before: {}, after: { USD: "25.00" } }, en)).toBe("nothing → $25");
  });

  test.each<[string, Value, string]>([
    ["onReversal", { before: "keep", after: "keep" }, "El miembro la conserva → El miembro la conserva"],
    ["touch", { after: "first" }, "Cuenta el primer enlace"],
    ["trigger", { after: "per_conversion" }, "Cada persona que paga"],
    ["side", { after: "referrer" }, "Quien la trajo"],
    ["data", { after: { type: "free_days", days: 7 } }, "Qué es Días gratis, Días 7"],
    ["payouts", { after: { method: "csv", schedule: null } }, "Método A mano, Se prepara solo nada"],
    ["schedule", { after: { every: "week", weekday: 1 } }, "Se hace Cada semana, El lunes"],
    ["kind", { after: "community" }, "Comunidad"],
    ["status", { after: "partly" }, "Pagado en parte"],
    ["language", { after: "es" }, "español"],
    ["scopes", { after: ["rewards:read"] }, "Recompensas: leer"],
    ["rule", { after: { kind: "referrals", atLeast: 3 } }, "Se confirman 3 de tus referidos"],
  ])("names what is chosen for %s in the reader's language", (field, value, words) => {
    expect(valueWords(field, value, es)).toBe(words);
    expect(fieldWords(field, es.t)).not.toBe(field);
  });

  test("leaves words of people as they are, also those of another field's closed set", () => {
    expect(valueWords("note", { after: "keep" }, es)).toBe("keep");
    expect(valueWords("constructor", { after: "first" }, es)).toBe("first");
  });
});

describe("numbers that differ", () => {
  test("are named in the reader's language, amounts in money", () => {
    const member: ComparedNumber = {
      of: "member",
      userId: "019a0000-0000-7000-8000-000000000000",
      period: "all",
      periodStart: "1970-01-01",
      stored: { human: 3, "net USD": "1250", streakUntil: "2026-11-20" },
      rows: { human: null, bot: 2, streakUntil: null },
    };
    expect(numberWords(member, "stored", en)).toBe(
      "Unique clicks 3, Net revenue $12.50, Streak until 20 Nov",
    );
    expect(numberWords(member, "rows", es)).toBe("Clics únicos 0, Bots 2, Racha hasta –");
    const day: ComparedNumber = {
      of: "day",
      day: "2026-11-20",
      name: "conversions_confirmed",
      stored: "2",
      rows: "0",
    };
    expect(numberWords(day, "stored", es)).toBe("Confirmadas 2");
  });
});
