export { GET, HEAD } from "../route.ts";
