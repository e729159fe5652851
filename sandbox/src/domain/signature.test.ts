import { describe, expect, it } from '@jest/globals';
import { formatSignature, type SignedParts } from './signature';

const golden: SignedParts = {
  timestamp: '1574080897',
  body: '{"job_id":"jid","candidate_id":"cid"}',
  eventId: '123',
  eventName: 'application.created',
  eventVersion: 'v201910',
  link: '<http://smartrecruiters.com/endpoint>; rel=self',
};

describe('a signature', () => {
  it('is the golden vector of API reference §7.4', () => {
    expect(formatSignature(['HeBVky2bccvvkcXPimH8c'], golden)).toBe('v1=2e9291f10d44ca10204a4cd81b05d73b6a316b2b605d4e2e0e0b37b40198ce1f');
  });

  it('stands once for every live key', () => {
    const both = formatSignature(['a', 'b'], golden);
    expect(both).toBe(`${formatSignature(['a'], golden)};${formatSignature(['b'], golden)}`);
  });

  it('depends on every signed part', () => {
    const changed = Object.keys(golden).map((part) => formatSignature(['a'], { ...golden, [part]: 'x' }));
    expect(new Set([...changed, formatSignature(['a'], golden)]).size).toBe(7);
  });
});
