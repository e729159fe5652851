import { StringDecoder } from 'node:string_decoder';

export interface NumberedLine {
  /** Counted from 1; empty lines count. */
  readonly number: number;
  readonly text: string;
  /** The line is longer than allowed and its text was dropped. */
  readonly tooLong: boolean;
}

/** Splits bytes that are cut anywhere into lines, in bounded memory. A missing line end at the end of the file is fine. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>, maxLength: number): AsyncGenerator<NumberedLine> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let dropped = false;
  let number = 0;
  const take = (text: string): NumberedLine => {
    number += 1;
    const tooLong = dropped || text.length > maxLength;
    dropped = false;
    return { number, text: tooLong ? '' : text.replace(/\r$/, ''), tooLong };
  };
  for await (const chunk of chunks) {
    const pieces = (rest + decoder.write(Buffer.from(chunk))).split('\n');
    rest = pieces.pop() ?? '';
    for (const piece of pieces) {
      yield take(piece);
    }
    if (rest.length > maxLength) {
      rest = '';
      dropped = true;
    }
  }
  rest += decoder.end();
  if (rest !== '' || dropped) {
    yield take(rest);
  }
}
