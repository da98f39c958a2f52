import ipaddr from "ipaddr.js";
import { Generations } from "../core/generations.ts";

/**
 * The network a visitor comes from, as text for a keyed hash: /24 of IPv4, /48 of IPv6. The address itself
 * goes no further than this file, and into memory only. `remote` is the socket's; proxies are believed only as far as they are
 * our own: the list of X-Forwarded-For is walked from the right while addresses are private.
 */
export function networkOf(remote: string | null, forwardedFor: string | undefined): string | null {
  const socket = remote === null ? null : parse(remote);
  if (forwardedFor === undefined || (socket !== null && isPublic(socket))) return prefixOf(socket);
  let nearest = socket;
  const hops = forwardedFor.split(",").slice(-MOST_HOPS);
  for (const hop of hops.toReversed()) {
    const address = parse(hop.trim());
    if (address === null) break;
    nearest = address;
    if (isPublic(address)) break;
  }
  return prefixOf(nearest);
}

type Address = ReturnType<typeof ipaddr.process>;

const MOST_HOPS = 20;

/** Proxies come again with every visit, and visitors often. */
const known = new Generations<Address | null>(20_000);

function parse(text: string): Address | null {
  if (text.length > 60) return null;
  let address = known.get(text);
  if (address === undefined) {
    address = read(text);
    known.set(text, address);
  }
  return address;
}

/** Understands `1.2.3.4`, `1.2.3.4:567`, `::1`, `[::1]:567` and IPv4 inside IPv6. */
function read(text: string): Address | null {
  const plain = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (plain !== undefined) return plain.every((octet) => octet < 256) ? new ipaddr.IPv4(plain) : null;
  const bare = text.startsWith("[") ? text.slice(1, text.indexOf("]")) : text.replace(/^([\d.]+):\d+$/, "$1");
  return ipaddr.isValid(bare) && bare.includes(".") === /^(.*:)?\d+\.\d+\.\d+\.\d+$/.test(bare)
    ? ipaddr.process(bare)
    : null;
}

/** What proxies of one's own have; every other address belongs to somebody outside. */
const internal = new Set([
  "private",
  "loopback",
  "linkLocal",
  "uniqueLocal",
  "carrierGradeNat",
  "unspecified",
]);

function isPublic(address: Address): boolean {
  return !internal.has(address.range());
}

function prefixOf(address: Address | null): string | null {
  if (address === null) return null;
  const bytes = address.toByteArray();
  return bytes.length === 4 ? bytes.slice(0, 3).join(".") : bytes.slice(0, 6).join(":");
}
