import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

type State = "plug" | "pull" | "hang" | "freeze" | "thaw";

/** A cable to a server that can be pulled: connections break and none is made until it is plugged in again. */
export type Cable = {
  port: number;
  /**
   * "pull" breaks connections, "hang" keeps them and lets nothing through, "freeze" does so until "thaw", which lets
   * through what was sent meanwhile; "plug" makes all of it well, with new connections.
   */
  set(state: State): void;
  close(): Promise<void>;
};

export async function openCable(to: { host: string; port: number }): Promise<Cable> {
  let state: State = "plug";
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    if (state === "pull") {
      near.destroy();
      return;
    }
    const far = connect(to.port, to.host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on("data", (chunk) => {
        if (state !== "hang") other.write(chunk);
      });
      if (state === "freeze") one.pause();
      one.on("error", () => {});
      one.on("close", () => {
        ends.delete(one);
        other.destroy();
      });
    }
  });
  const cut = () => {
    for (const end of ends) end.destroy();
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    port: address.port,
    set(next) {
      state = next;
      if (next === "freeze") for (const end of ends) end.pause();
      else if (next === "thaw") for (const end of ends) end.resume();
      // What hung lost bytes; nobody can go on with it.
      else if (next !== "hang") cut();
    },
    async close() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
