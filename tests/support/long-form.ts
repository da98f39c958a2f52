/** Set by `npm run bench -- faults`: the tests of what goes wrong then take their time. */
const isLongForm = process.env.REFERLY_LONG_FORM === "1";

/** How often or how many: few in the suite, many in the long run. */
export function times(short: number, long: number): number {
  return isLongForm ? long : short;
}
