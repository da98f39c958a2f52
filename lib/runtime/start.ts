import { claimDataDir, releaseDataDir } from "./data-dir.ts";
import { onStop } from "./lifecycle.ts";
import { assertPortsFree, readStartSettings } from "./start-settings.ts";
import { Startup } from "./startup.ts";

async function main(): Promise<void> {
  const settings = readStartSettings(process.env, process.argv.slice(2));
  await claimDataDir(settings.dataDir, settings.fresh);
  const startup = new Startup(settings);
  const stop = async () => {
    await startup.stop();
    releaseDataDir(settings.dataDir);
  };
  onStop(async (reason) => {
    console.log(`\nStopping (${reason}) ...`);
    await stop();
    console.log("Stopped.");
  });
  const fail = async (message: string) => {
    if (startup.stopping) return;
    console.error(`\n${message}`);
    await stop();
    process.exit(1);
  };
  try {
    await assertPortsFree(settings);
    console.log(`Starting Referly in ${settings.dataDir}`);
    await startup.run((message) => void fail(message));
  } catch (error) {
    await fail(error instanceof Error ? error.message : String(error));
  }
}

main().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
});
