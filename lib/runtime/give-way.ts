import { secondMs } from "../core/clock.ts";
import { type JobName, jobCatalog } from "../jobs/index.ts";

/** Jobs that a worker has taken, and how many payloads they had. */
export type Taken = { name: JobName; payloads: number };

/** Since when kinds of jobs give way to others. */
export type GivingWay = Map<JobName, number>;

/** So many payloads taken at once are a rush. */
const rushFrom = 100;
const givesWayAtMostMs = 20 * secondMs;

/** True while the worker is busy with what these jobs are to count, but not for ever. */
export function givesWay(name: JobName, held: ReadonlySet<Taken>, givingWay: GivingWay): boolean {
  if (!jobCatalog[name].givesWay) return false;
  const isInTheWay = (other: Taken) => {
    const { lane, givesWay } = jobCatalog[other.name];
    return other.payloads >= rushFrom && lane === "swift" && !givesWay;
  };
  if ([...held].some(isInTheWay)) {
    const now = performance.now();
    const since = givingWay.get(name) ?? now;
    givingWay.set(name, since);
    if (now - since < givesWayAtMostMs) return true;
  }
  givingWay.delete(name);
  return false;
}
