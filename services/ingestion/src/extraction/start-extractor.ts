import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { type Lifecycle } from '@secondlook/kit';

import { type ExtractedText } from './extracted-text';
import { type ExtractReply, type ExtractRequest } from './extract-worker';

/** The built worker, also when this file runs from its source. */
const WORKER = join(__dirname, '..', '..', 'dist', 'extraction', 'extract-worker.js');
const MAX_HEAP_MB = 256;
const MAX_BYTES = 32 << 20;

export interface Extractor {
  /** The text of a document, or a code that says why there is none. One document at a time. */
  extract(bytes: Buffer): Promise<ExtractedText | string>;
}

/** Keeps one limited process for reading documents; one that hangs, dies or grows too large is replaced. */
export function createExtractor(deadlineMs: number, lifecycle: Lifecycle): Extractor {
  let child: ChildProcess | undefined;
  let previous: Promise<unknown> = Promise.resolve();
  let lastId = 0;

  lifecycle.onClose('text extractor', () => child?.kill('SIGKILL'));

  function ensureChild(): ChildProcess {
    if (child?.connected !== true) {
      child = fork(WORKER, [], {
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        env: {},
        execArgv: [`--max-old-space-size=${MAX_HEAP_MB}`, '--permission', '--allow-fs-read=*'],
      });
    }
    return child;
  }

  /** At once: the next document must not be given to one that is dying. */
  function replace(worker: ChildProcess): void {
    worker.kill('SIGKILL');
    child = child === worker ? undefined : child;
  }

  function read(bytes: Buffer): Promise<ExtractedText | string> {
    const worker = ensureChild();
    const id = ++lastId;
    return new Promise((resolve) => {
      const finish = (result: ExtractedText | string) => {
        clearTimeout(deadline);
        worker.off('message', onMessage).off('exit', onExit);
        resolve(result);
      };
      const onMessage = (reply: ExtractReply) => {
        if (reply.id === id) {
          finish('text' in reply ? reply.text : reply.error);
        }
      };
      const onExit = () => {
        replace(worker);
        finish('extractor_died');
      };
      const deadline = setTimeout(() => {
        replace(worker);
        finish('took_too_long');
      }, deadlineMs);
      worker.on('message', onMessage).on('exit', onExit);
      worker.send({ id, bytes } satisfies ExtractRequest, (error) => {
        if (error !== null) {
          finish('extractor_died');
        }
      });
    });
  }

  return {
    extract(bytes) {
      if (bytes.length > MAX_BYTES) {
        return Promise.resolve('too_large');
      }
      const result = previous.then(() => read(bytes));
      previous = result;
      return result;
    },
  };
}
