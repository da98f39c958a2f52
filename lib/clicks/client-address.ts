import ipaddr from "ipaddr.js";
import { Generations } from "../core/generations.ts";

/**
 * The network a visitor comes from, as text for a keyed hash: /24 of IPv4, /48 of IPv6. The address itself
 * goes no further than this file, and into memory only. `remote` is the socket's; proxies are believed only as far as they are
 * our own: the list of X-Forwarded-For is walked from the right while addresses are private.
 */
export function networkOf(remote: string | null, forwardedFor: string | undefined): string | null {
  const socket = remote === null ? null : parse(remote);
  if (forwardedFor === undefined || socket?.isPublic) return socket?.network ?? null;
  let nearest = socket;
  let end = forwardedFor.length;
  for (let hops = 0; hops < MOST_HOPS && end >= 0; hops += 1) {
    const comma = end === 0 ? -1 : forwardedFor.lastIndexOf(",", end - 1);
    const address = parse(forwardedFor.slice(comma + 1, end).trim());
    if (address === null) break;
    nearest = address;
    if (address.isPublic) break;
    end = comma;
  }
  return nearest?.network ?? null;
}

/** What is kept of an address. One that is not public is a proxy of one's own. */
type Address = { network: string; isPublic: boolean };

const MOST_HOPS = 20;
const LONGEST = 60;

/** Proxies come again with every visit, and some visitors often. */
const known = new Generations<Address | null>(20_000);

/** Understands `1.2.3.4`, `1.2.3.4:567`, `::1`, `[::1]:567` and IPv4 inside IPv6. */
function parse(text: string): Address | null {
  if (text.length > LONGEST) return null;
  // The usual form costs less to read than to remember.
  const plain = readPlain(text);
  if (plain !== null) return plain;
  let address = known.get(text);
  if (address === undefined) {
    address = read(text);
    known.set(text, address);
  }
  return address;
}

const plainShape = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

function readPlain(text: string): Address | null {
  const octets = plainShape.exec(text);
  if (octets === null) return null;
  const first = Number(octets[1]);
  const second = Number(octets[2]);
  const third = Number(octets[3]);
  if (first > 255 || second > 255 || third > 255 || Number(octets[4]) > 255) return null;
  return { network: `${first}.${second}.${third}`, isPublic: !isInternal(first, second) };
}

/** RFC 1918, 6598, 3927, loopback and "this network"; the same as `internal` below for the usual form. */
function isInternal(first: number, second: number): boolean {
  if (first === 10 || first === 127 || first === 0) return true;
  if (first === 172) return second >= 16 && second < 32;
  if (first === 192) return second === 168;
  if (first === 169) return second === 254;
  return first === 100 && second >= 64 && second < 128;
}

function read(text: string): Address | null {
  const bare = text.startsWith("[") ? text.slice(1, text.indexOf("]")) : text.replace(/^([\d.]+):\d+$/, "$1");
  if (!ipaddr.isValid(bare) || bare.includes(".") !== /^(.*:)?\d+\.\d+\.\d+\.\d+$/.test(bare)) return null;
  const address = ipaddr.process(bare);
  const bytes = address.toByteArray();
  const network = bytes.length === 4 ? bytes.slice(0, 3).join(".") : bytes.slice(0, 6).join(":");
  return { network, isPublic: !internal.has(address.range()) };
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
