import { conversionFigures } from "./conversions.ts";
import type { Figure } from "./harness.ts";
import { atMost, openStack } from "./harness.ts";
import { intakeFigures } from "./intake.ts";
import { jobFigures } from "./jobs.ts";

/** From Whop's webhook to what follows from it: the intake, the queue, and both with the work between them. */
export async function run(): Promise<Figure[]> {
  await using stack = await openStack();
  const serve = await stack.serve();
  const intake = await intakeFigures(stack, serve);
  const jobs = await jobFigures(stack);
  const worker = await stack.worker();
  const conversions = await conversionFigures(stack, serve);
  const memory: Figure[] = [
    { what: "server memory afterwards", value: serve.memory() / 1e6, unit: "MB", target: atMost(350) },
    { what: "worker memory afterwards", value: worker.memory() / 1e6, unit: "MB", target: atMost(350) },
  ];
  return [...intake, ...jobs, ...conversions, ...memory];
}
