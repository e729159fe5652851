import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';

import { InputError, messageOf } from './input-error';

export interface Block {
  readonly bytes: Buffer;
  /** The number of its first line. */
  readonly line: number;
}

const LINE_END = 0x0a;
/** A longer line is no record; it is not gathered until memory ends. */
const LONGEST_LINE = 256 * 2 ** 20;

/** A file in blocks of whole lines, as long as it is UTF-8. */
export async function* readBlocks(file: string): AsyncGenerator<Block> {
  let rest: Buffer[] = [];
  let restLength = 0;
  let line = 1;
  for await (const bytes of readBytes(file)) {
    const end = bytes.lastIndexOf(LINE_END) + 1;
    if (end > 0) {
      const block = Buffer.concat([...rest, bytes.subarray(0, end)]);
      line += checkUtf8(block, file, line);
      yield { bytes: block, line: line - countLineEnds(block) };
      rest = [];
      restLength = 0;
    }
    rest.push(bytes.subarray(end));
    restLength += bytes.length - end;
    if (restLength > LONGEST_LINE) {
      throw new InputError('is too long a line', { file, line });
    }
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) {
    checkUtf8(last, file, line);
    yield { bytes: last, line };
  }
}

async function* readBytes(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) {
      if (chunk instanceof Buffer) {
        yield chunk;
      }
    }
  } catch (error) {
    throw new InputError(`cannot be read (${messageOf(error)})`, { file });
  }
}

/** How many lines the block has; an error naming the one that is no UTF-8. */
function checkUtf8(block: Buffer, file: string, line: number): number {
  if (isUtf8(block)) {
    return countLineEnds(block);
  }
  let [from, at] = [0, line];
  while (from < block.length) {
    const end = block.indexOf(LINE_END, from);
    const to = end < 0 ? block.length : end;
    if (!isUtf8(block.subarray(from, to))) {
      break;
    }
    [from, at] = [to + 1, at + 1];
  }
  throw new InputError('is not UTF-8', { file, line: at });
}

function countLineEnds(block: Buffer): number {
  let count = 0;
  for (let at = block.indexOf(LINE_END); at >= 0; at = block.indexOf(LINE_END, at + 1)) {
    count += 1;
  }
  return count;
}
