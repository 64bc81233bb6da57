import { lookup as lookupName } from "node:dns/promises";
import { AppError } from "@spool/contracts/app-error";
import ipaddr from "ipaddr.js";

export interface Address {
  address: string;
  family: 4 | 6;
}

/** Whether an address may be asked for a picture. */
export type MayAsk = (address: string) => boolean;

/** Addresses of the open internet only: not this machine, not its network, not what clouds keep for themselves. */
export const isPublic: MayAsk = (address) =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";

/**
 * The address to connect to for a host, which the connection is then held to: a name that is looked up twice may
 * answer differently the second time.
 *
 * Throws INVALID_INPUT when one of its addresses is not public, TIMEOUT when the name does not resolve.
 */
export async function publicAddressOf(host: string, mayAsk: MayAsk): Promise<Address> {
  const literal = host.replace(/^\[(.*)\]$/, "$1");
  const found = ipaddr.isValid(literal) ? [literal] : await resolve(host);
  const refused = found.find((address) => !mayAsk(address));
  if (refused !== undefined) {
    throw new AppError(
      "INVALID_INPUT",
      `The picture's address leads to ${host}, which is not on the open internet.`,
      {
        context: { host, address: refused },
      },
    );
  }
  const address = found[0] ?? literal;
  return { address, family: ipaddr.parse(address).kind() === "ipv6" ? 6 : 4 };
}

async function resolve(host: string): Promise<string[]> {
  try {
    const found = await lookupName(host, { all: true });
    return found.map(({ address }) => address);
  } catch (error) {
    throw new AppError("TIMEOUT", `The picture's address names ${host}, which does not resolve.`, {
      cause: error,
      context: { host },
    });
  }
}
