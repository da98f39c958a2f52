import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { unique } from "./factories.ts";
import { signWebhook } from "./signed.ts";

export type Answer = { status: number } | { broken: string };
export type Traffic = {
  clicks: Answer[];
  /** By the webhook's id. */
  webhooks: Map<string, Answer>;
};

type Options = {
  /** Servers that share the load, as behind a balancer. */
  origins: readonly string[];
  /** Path of a referral link. */
  link: string;
  clients?: number;
};

type Call = { path: string; method: string; headers: Record<string, string>; body?: string };

const browser = {
  "user-agent":
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  accept: "text/html",
};
const pauseMs = 4;

type RunningTraffic = {
  /** Until so many further clicks are answered, however long a busy machine takes for them. */
  clicks(further: number): Promise<void>;
  stop(): Promise<Traffic>;
};

/** People who click and a platform that sends webhooks, over connections that are kept, until it is told to stop. */
export function startTraffic({ origins, link, clients = 12 }: Options): RunningTraffic {
  const agent = new Agent({ keepAlive: true });
  const traffic: Traffic = { clicks: [], webhooks: new Map() };
  let isStopping = false;

  const client = async (nth: number) => {
    for (let turn = nth; !isStopping; turn += 1) {
      const behind = origins.map((_, i) => origins[(turn + i) % origins.length] ?? "");
      if (turn % 3 === 0) {
        const id = unique("msg_load");
        const { body, headers } = signWebhook(id, { type: "nothing.happened", data: {} });
        const call = { path: "/api/webhooks/whop", method: "POST", headers, body: String(body) };
        traffic.webhooks.set(id, await balanced(agent, behind, call));
      } else {
        traffic.clicks.push(await balanced(agent, behind, { path: link, method: "GET", headers: browser }));
      }
      await sleep(pauseMs);
    }
  };
  const running = Promise.all(Array.from({ length: clients }, (_, nth) => client(nth)));
  return {
    async clicks(further) {
      const awaited = traffic.clicks.length + further;
      while (traffic.clicks.length < awaited) await sleep(pauseMs);
    },
    async stop() {
      isStopping = true;
      await running;
      agent.destroy();
      return traffic;
    },
  };
}

/** Where nobody listens nothing was sent, so a balancer asks the next; any other trouble reaches the visitor. */
async function balanced(agent: Agent, origins: readonly string[], call: Call): Promise<Answer> {
  let answer: Answer = { broken: "no server" };
  for (const origin of origins) {
    answer = await send(agent, origin, call);
    if (!("broken" in answer && answer.broken === "ECONNREFUSED")) return answer;
  }
  return answer;
}

function send(agent: Agent, origin: string, { path, method, headers, body }: Call): Promise<Answer> {
  return new Promise((resolve) => {
    const sent = request(new URL(path, origin), { agent, method, headers }, (response) => {
      response.resume();
      response.once("end", () => resolve({ status: response.statusCode ?? 0 }));
      response.once("error", (error) => resolve({ broken: nameOf(error) }));
    });
    sent.once("error", (error) => resolve({ broken: nameOf(error) }));
    sent.end(body);
  });
}

function nameOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.message;
}

/** What was answered, and how often. */
export function tally(answers: Iterable<Answer>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const key = "status" in answer ? String(answer.status) : answer.broken;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** The ids of the webhooks that were answered with 200: from then on they are ours to keep. */
export function acknowledged({ webhooks }: Traffic): string[] {
  return [...webhooks].filter(([, answer]) => "status" in answer && answer.status === 200).map(([id]) => id);
}
