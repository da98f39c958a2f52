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
 * different ones of one community, as many as the catalog allows. Pieces of one list are of one community and are
 * done one after the other: each would hold what the next waits for.
 */
export function piecesOfWork<Job extends { payload: unknown }>(
  name: JobName,
  jobs: readonly Job[],
): PieceOfWork<Job>[][] {
  const pieces = [...Map.groupBy(jobs, (job) => JSON.stringify(job.payload)).values()].map((same) => ({
    payloads: same.slice(0, 1).map((job) => job.payload),
    jobs: same,
    parts: [],
  }));
  return jobCatalog[name].together === 1 ? pieces.map((piece) => [piece]) : byCompany(name, pieces);
}

function byCompany<Job>(name: JobName, pieces: PieceOfWork<Job>[]): PieceOfWork<Job>[][] {
  const { payload, together } = jobCatalog[name];
  const companyOf = ({ payloads: [only] }: PieceOfWork<Job>) => {
    const parsed = payload.safeParse(only);
    return parsed.success ? parsed.data.companyId : null;
  };
  return [...Map.groupBy(pieces, companyOf)].flatMap(([companyId, same]) => {
    // What cannot be read fails by itself.
    if (companyId === null) return same.map((piece) => [piece]);
    const joined: PieceOfWork<Job>[] = [];
    for (let from = 0; from < same.length; from += together) {
      joined.push(join(same.slice(from, from + together)));
    }
    return [joined];
  });
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
