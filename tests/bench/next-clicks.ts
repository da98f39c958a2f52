import { createServer } from "node:http";
import next from "next";

/** The same route as a Next route handler alone, as a host without our server runs it. */
const app = next({ dev: false, dir: process.cwd(), hostname: "localhost", port: 3000 });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer((request, response) => void handle(request, response));
server.listen(0, () => {
  const address = server.address();
  console.log(`listening ${typeof address === "object" ? address?.port : ""}`);
});
process.on("SIGTERM", () => process.exit(0));
