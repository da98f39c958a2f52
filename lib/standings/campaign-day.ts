const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of a time zone that an instant lies in, and which of the week it is: 1 is Monday. */
export function campaignDay(timeZone: string, at: Date): { day: string; weekday: number } {
  // Sweden writes dates as ISO does.
  const day = formatIn(timeZone).format(at);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return { day, weekday: weekday === 0 ? 7 : weekday };
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  formats.set(timeZone, format);
  return format;
}
