import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';

import { Agent, type Dispatcher } from 'undici';

import { AtsUnavailableError } from '../sources/errors';

/** Where calls may go: hosts by name or suffix (".example.com"), private networks only for connections that say so. */
export interface OutboundRules {
  readonly allowedHosts: readonly string[];
}

/** Loopback, private, link-local, carrier-grade NAT, multicast, and their IPv6 kin. */
const privateNetworks = new BlockList();
for (const [network, prefix] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.168.0.0', 16], ['224.0.0.0', 3]] as const) {
  privateNetworks.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [['::', 127], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8], ['64:ff9b::', 96]] as const) {
  privateNetworks.addSubnet(network, prefix, 'ipv6');
}

export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  return privateNetworks.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

export function isAllowedHost(host: string, allowedHosts: readonly string[]): boolean {
  return allowedHosts.some((allowed) => (allowed.startsWith('.') ? host.endsWith(allowed) : host === allowed));
}

/**
 * Connects only where the rules allow. The name is resolved once per connection, inside it: the address that was checked is the
 * one that is connected to. Redirects are not followed.
 */
export function createOutbound(baseUrl: string, allowPrivateNetwork: boolean, { allowedHosts }: OutboundRules): Dispatcher {
  const { hostname } = new URL(baseUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (!isAllowedHost(host, allowedHosts)) {
    throw new AtsUnavailableError('host_not_allowed', `Calls to ${host} are not allowed here; see ATS_ALLOWED_HOSTS.`);
  }
  const refusePrivate = (address: string) =>
    !allowPrivateNetwork && isPrivateAddress(address)
      ? new AtsUnavailableError('host_not_allowed', `${host} is in a private network, which this connection does not allow.`)
      : undefined;
  const refused = isIP(host) === 0 ? undefined : refusePrivate(host);
  if (refused !== undefined) {
    throw refused;
  }
  return new Agent({
    connect: {
      timeout: 10_000,
      lookup: (name, options, callback) => {
        dnsLookup(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
          const problem = error ?? addresses.map(({ address }) => refusePrivate(address)).find((refusal) => refusal !== undefined);
          callback(problem ?? null, addresses);
        });
      },
    },
    // The ATS recommends time-outs of at least 128 s.
    headersTimeout: 130_000,
    bodyTimeout: 130_000,
    pipelining: 1,
  });
}
