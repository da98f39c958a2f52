import { openStack } from "./harness.ts";
import { full, loadGraph, tenth } from "./stats-data.ts";
await using stack = await openStack();
let t = Date.now();
await loadGraph(stack.admin, tenth);
console.log("tenth", Date.now() - t); t = Date.now();
await loadGraph(stack.admin, full);
console.log("full", Date.now() - t);
console.log(await stack.admin`select (select count(*) from referral_clicks) c, (select count(*) from referrals) r, (select count(*) from member_stats) m, (select count(*) from link_stats) l,(select count(*) from viral_metrics) v`);
