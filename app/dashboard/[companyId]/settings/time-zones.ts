/** Every zone this server knows, with the chosen one even if it is a zone's older name. */
export function timeZones(chosen: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return [...new Set(["UTC", chosen, ...known])];
}
