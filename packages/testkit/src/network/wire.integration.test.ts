import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../eventually';
import { startWire, type Wire } from './wire';

/** Longer than anything takes on a wire that is well. */
const A_WHILE_MS = 300;

describe('a wire', () => {
  let server: Server;
  let wire: Wire;
  let far: Socket[];
  let near: Socket[];

  beforeEach(async () => {
    [far, near] = [[], []];
    // Says back what it hears.
    server = createServer({ allowHalfOpen: true }, (socket) => {
      far.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => socket.write(chunk));
      socket.on('end', () => socket.end());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    wire = await startWire({ host: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 });
  });
  afterEach(async () => {
    await wire.close();
    [...near, ...far].forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });

  /** A connection through the wire, and what befell it. */
  async function open() {
    const socket = connect({ port: wire.port, host: '127.0.0.1', allowHalfOpen: true });
    near.push(socket);
    const seen = { heard: '', end: false, closed: '' };
    socket.on('data', (chunk: Buffer) => (seen.heard += chunk.toString()));
    socket.on('end', () => (seen.end = true));
    socket.on('error', (error) => (seen.closed = 'code' in error ? String(error.code) : error.message));
    socket.on('close', () => (seen.closed ||= 'in order'));
    await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
    return { socket, seen, say: (words: string) => socket.write(words) };
  }
  async function openAndTalk() {
    const connection = await open();
    connection.say('hello');
    await heard(connection, 'hello');
    return connection;
  }
  const heard = ({ seen }: Awaited<ReturnType<typeof open>>, words: string) => eventually(`"${words}" is heard`, () => Promise.resolve(seen.heard), (now) => now === words, 5_000);

  it('that is well carries bytes and ends both ways, in order, and says how many', async () => {
    const words = 'abcdefghij'.repeat(300_000);
    const connection = await open();
    connection.say(words);
    connection.socket.end();
    await eventually('all is heard', () => Promise.resolve(connection.seen), ({ end }) => end, 10_000);
    expect(connection.seen.heard === words).toBe(true);
    expect(wire.carried()).toBe(2 * words.length);
    connection.socket.destroy();
    await eventually('nothing is open', () => Promise.resolve(wire.open()), (count) => count === 0, 5_000);
  });

  it('that delays lets bytes arrive later, in order', async () => {
    const connection = await openAndTalk();
    wire.disturb({ kind: 'delay', ms: A_WHILE_MS, direction: 'there' });
    const saidAtMs = performance.now();
    'world'.split('').forEach(connection.say);
    await heard(connection, 'helloworld');
    expect(performance.now() - saidAtMs).toBeGreaterThanOrEqual(A_WHILE_MS - 5);
  });

  it.each(['there', 'back'] as const)('that stalls %s keeps bytes until it is mended, and loses none', async (direction) => {
    const connection = await openAndTalk();
    wire.disturb({ kind: 'stall', direction });
    connection.say('world');
    await sleep(A_WHILE_MS);
    expect(connection.seen.heard).toBe('hello');
    wire.mend();
    await heard(connection, 'helloworld');
  });

  it.each([
    ['cut', 'in order'],
    ['reset', 'ECONNRESET'],
  ] as const)('that is %s ends what is open and what is opened, until it is mended', async (kind, closed) => {
    const connection = await openAndTalk();
    wire.disturb({ kind });
    await eventually('it hears of it', () => Promise.resolve(connection.seen), (seen) => (kind === 'cut' ? seen.end : seen.closed === closed), 5_000);
    const next = await open();
    await eventually('so does the next', () => Promise.resolve(next.seen), (seen) => (kind === 'cut' ? seen.end : seen.closed === closed), 5_000);
    wire.mend();
    await openAndTalk();
    expect(connection.seen.heard).toBe('hello');
  });

  it('that is a black hole keeps connections of that time silent for ever, and is well again for new ones', async () => {
    const before = await openAndTalk();
    wire.disturb({ kind: 'black hole' });
    const during = await open();
    [before, during].forEach(({ say }) => say('is anybody there?'));
    far[0]?.end();
    await sleep(A_WHILE_MS);
    wire.mend();
    [before, during].forEach(({ say }) => say('and now?'));
    await openAndTalk();
    expect([before.seen, during.seen]).toEqual([{ heard: 'hello', end: false, closed: '' }, { heard: '', end: false, closed: '' }]);
  });

  it('that is half-open resets the far side, and the near one never hears', async () => {
    const connection = await openAndTalk();
    wire.disturb({ kind: 'half-open' });
    await eventually('the far side is gone', () => Promise.resolve(far[0]?.destroyed), (gone) => gone === true, 5_000);
    connection.say('is anybody there?');
    await sleep(A_WHILE_MS);
    expect(connection.seen).toEqual({ heard: 'hello', end: false, closed: '' });
  });

  it('with a slow close lets the end arrive later than the bytes before it', async () => {
    const connection = await openAndTalk();
    wire.disturb({ kind: 'slow close', ms: A_WHILE_MS, direction: 'back' });
    far[0]?.end('bye');
    await heard(connection, 'hellobye');
    expect(connection.seen.end).toBe(false);
    await eventually('it ends', () => Promise.resolve(connection.seen.end), (end) => end, 5_000);
  });
});
