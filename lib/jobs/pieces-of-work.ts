import { chunksOf } from "../core/chunks.ts";
import { type JobName, jobCatalog } from "./catalog.ts";

/** What is done in one go, and the jobs that are done by it. */
export type PieceOfWork<Job> = {
  /** Of one company, and all different. */
  payloads: unknown[];
  jobs: Job[];
  /** The same in two halves, for when it fails; none for what cannot be divided. */
  parts: PieceOfWork<Job>[];
};

/**
 * Equal payloads that wait together are one piece of work: all of them were committed before it begins. So are
 * different ones of one community, as many as the catalog allows.
 */
export function piecesOfWork<Job extends { payload: unknown }>(
  name: JobName,
  jobs: readonly Job[],
): PieceOfWork<Job>[] {
  const pieces = [...Map.groupBy(jobs, (job) => JSON.stringify(job.payload)).values()].map((same) => ({
    payloads: same.slice(0, 1).map((job) => job.payload),
    jobs: same,
    parts: [],
  }));
  return jobCatalog[name].together === 1 ? pieces : byCompany(name, pieces);
}

function byCompany<Job>(name: JobName, pieces: PieceOfWork<Job>[]): PieceOfWork<Job>[] {
  const { payload, together } = jobCatalog[name];
  const companyOf = ({ payloads: [only] }: PieceOfWork<Job>) => {
    const parsed = payload.safeParse(only);
    return parsed.success ? parsed.data.companyId : null;
  };
  const lists = [...Map.groupBy(pieces, companyOf)].map(([companyId, same]) =>
    // What cannot be read fails by itself.
    companyId === null ? same : chunksOf(same, together).map(join),
  );
  return inTurns(lists);
}

/** The first of each, then the second of each: a community's next piece often waits for what its first one holds. */
function inTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  ).flat();
}

/** One that fails is found by halves: what has nothing to do with it is done in as few pieces as can be. */
function join<Job>(pieces: PieceOfWork<Job>[]): PieceOfWork<Job> {
  const [only] = pieces;
  if (only && pieces.length === 1) return only;
  const middle = pieces.length >> 1;
  return {
    payloads: pieces.flatMap(({ payloads }) => payloads),
    jobs: pieces.flatMap(({ jobs }) => jobs),
    parts: [join(pieces.slice(0, middle)), join(pieces.slice(middle))],
  };
}
