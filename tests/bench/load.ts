import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { z } from "zod";
import { AnswerReader } from "./answer-reader.ts";
import { DIGIT } from "./load-process.ts";

/** The load generator: raw keep-alive sockets, so that as little of the machine as possible goes into asking. */
const Plan = z.object({
  port: z.number(),
  connections: z.number(),
  seconds: z.number(),
  warmupSeconds: z.number(),
  requests: z.array(z.string()).min(1),
  once: z.boolean(),
  rate: z.number(),
});

const NUMBER_LENGTH = 8;
const ZERO = "0".charCodeAt(0);

const received = Buffer.allocUnsafe(65_536);
const plan = Plan.parse(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")));
const requests = plan.requests.map((text) => Buffer.from(text, "utf8"));
const digitsOf = requests.map(placesOfDigits);
/** Each run counts on from elsewhere, so that it is not the run before once more. */
const firstNumber = randomInt(10 ** NUMBER_LENGTH);

/** Tenths of a millisecond up to 10 s; the last bucket holds everything longer. */
const BUCKETS = 100_000;
const histogram = new Uint32Array(BUCKETS + 1);
const statuses: Record<string, number> = {};
let failures = 0;
let answered = 0;
let longest = 0;
let sent = 0;
let open = 0;

const begin = performance.now();
const measureFrom = begin + plan.warmupSeconds * 1000;
const end = measureFrom + plan.seconds * 1000;
let lastAnswerAt = measureFrom;

function nextRequest(): Buffer | undefined {
  if (plan.once && sent >= requests.length) return undefined;
  const nth = sent % requests.length;
  const request = requests[nth];
  if (request !== undefined) writeNumber(request, digitsOf[nth] ?? [], firstNumber + sent);
  sent += 1;
  return request;
}

function placesOfDigits(request: Buffer): number[] {
  const places: number[] = [];
  for (let at = request.indexOf(DIGIT); at !== -1; at = request.indexOf(DIGIT, at + 1)) places.push(at);
  return places;
}

/** The last digit first, and over again where there are more places than digits. */
function writeNumber(request: Buffer, places: readonly number[], number: number): void {
  let rest = 0;
  for (const [i, place] of places.entries()) {
    if (i % NUMBER_LENGTH === 0) rest = number;
    request[place] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

function note(status: number, startedAt: number, now: number): void {
  statuses[status] = (statuses[status] ?? 0) + 1;
  if (now < measureFrom || now > end) return;
  const elapsed = now - startedAt;
  answered += 1;
  lastAnswerAt = now;
  if (elapsed > longest) longest = elapsed;
  const bucket = Math.min(BUCKETS, Math.floor(elapsed * 10));
  histogram[bucket] = (histogram[bucket] ?? 0) + 1;
}

/** When the next request of the whole run is due, at a given rate. */
function dueIn(now: number): number {
  return plan.rate === 0 ? 0 : begin + (sent * 1000) / plan.rate - now;
}

function openConnection(): void {
  open += 1;
  let startedAt = 0;
  let isWaiting = false;
  let isOver = false;
  const reader = new AnswerReader();

  const finish = () => {
    if (isOver) return;
    isOver = true;
    open -= 1;
    socket.destroy();
    if (open === 0) report();
  };
  const send = () => {
    const now = performance.now();
    if (isOver) return;
    if (now >= end) return finish();
    const wait = dueIn(now);
    if (wait > 1) {
      setTimeout(send, Math.min(wait, end - now));
      return;
    }
    const request = nextRequest();
    if (request === undefined) return finish();
    startedAt = now;
    isWaiting = true;
    socket.write(request);
  };
  const broke = () => {
    if (isOver) return;
    if (isWaiting) failures += 1;
    finish();
    // The visitor comes back: a server that drops connections is asked again by a new one.
    if (performance.now() < end && failures < 10_000) openConnection();
  };
  const receive = (bytes: number, buffer: Uint8Array) => {
    const status = reader.push(Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
    if (status !== null) {
      isWaiting = false;
      note(status, startedAt, performance.now());
      if (reader.closes) broke();
      else send();
    }
    return true;
  };
  // One buffer for all: each chunk is read before the next one is received.
  const socket: Socket = connect({
    host: "127.0.0.1",
    port: plan.port,
    noDelay: true,
    onread: { buffer: received, callback: receive },
  });
  socket.on("connect", send);
  socket.on("error", broke);
  socket.on("close", broke);
}

function percentile(share: number): number {
  let rest = answered * share;
  for (let bucket = 0; bucket <= BUCKETS; bucket += 1) {
    rest -= histogram[bucket] ?? 0;
    if (rest <= 0) return bucket / 10;
  }
  return longest;
}

function report(): void {
  const seconds = plan.once ? (lastAnswerAt - measureFrom) / 1000 : plan.seconds;
  const result = {
    answered,
    perSecond: seconds > 0 ? answered / seconds : 0,
    p50: percentile(0.5),
    p99: percentile(0.99),
    longest,
    statuses,
    failures,
  };
  process.stdout.write(JSON.stringify(result), () => process.exit(0));
}

for (let i = 0; i < plan.connections; i += 1) openConnection();
// Nobody waits for ever: what has not been answered 15 s after the end never will be.
setTimeout(
  () => {
    failures += open;
    report();
  },
  end - begin + 15_000,
);
