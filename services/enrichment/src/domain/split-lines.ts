import { StringDecoder } from 'node:string_decoder';

export interface NumberedLine {
  /** Counted from 1; empty lines count. */
  readonly number: number;
  readonly text: string;
  /** The line is longer than allowed and its text was dropped. */
  readonly tooLong: boolean;
}

/** Splits bytes that are cut anywhere into lines, in bounded memory. A missing line end at the end of the file is fine, and
 * so is a byte-order mark before it. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>, maxLength: number): AsyncGenerator<NumberedLine> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let dropped = false;
  let number = 0;
  const take = (text: string): NumberedLine => {
    number += 1;
    const line = text.replace(number === 1 ? /^\ufeff|\r$/g : /\r$/, '');
    const tooLong = dropped || line.length > maxLength;
    dropped = false;
    return { number, text: tooLong ? '' : line, tooLong };
  };
  for await (const chunk of chunks) {
    const pieces = (rest + decoder.write(Buffer.from(chunk))).split('\n');
    rest = pieces.pop() ?? '';
    for (const piece of pieces) {
      yield take(piece);
    }
    // One more may be the line end's first half, one the mark before the file.
    if (rest.length > maxLength + 2) {
      rest = '';
      dropped = true;
    }
  }
  rest += decoder.end();
  if (rest !== '' || dropped) {
    yield take(rest);
  }
}
