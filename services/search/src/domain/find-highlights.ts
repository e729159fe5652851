import { type Highlight } from '@secondlook/contracts';

import { findStretches, toSearchedText } from './find-stretches';
import { type Field } from './query/fields';
import { wantedIn, type Node } from './query/tree';
import { analyze } from './text/analyze';
import { cleanText } from './text/clean-text';

/** Fields that are about the text of documents. */
const DOCUMENT_FIELDS: readonly Field[] = ['resume', 'attachment'];

/** Where a query's wanted leaves are in the text of a document, by the analysis that matched: the words that lit up are the words that matched. */
export function findHighlights(tree: Node, text: string): Highlight[] {
  const leaves = [...wantedIn(tree, (field) => DOCUMENT_FIELDS.includes(field))];
  if (leaves.length === 0) {
    return [];
  }
  const searched = toSearchedText(analyze(cleanText(text)), true);
  const found = leaves.flatMap((leaf) => findStretches(leaf, searched));
  return mergeRanges(found.map(({ first, last }) => ({ startOffset: searched.tokens[first]?.start ?? 0, endOffset: searched.tokens[last]?.end ?? 0 })));
}

/** Stretches that overlap are one. */
export function mergeRanges(ranges: readonly Highlight[]): Highlight[] {
  const merged: Highlight[] = [];
  for (const range of [...ranges].sort((a, b) => a.startOffset - b.startOffset || a.endOffset - b.endOffset)) {
    const last = merged.at(-1);
    if (last !== undefined && range.startOffset < last.endOffset) {
      merged[merged.length - 1] = { ...last, endOffset: Math.max(last.endOffset, range.endOffset) };
    } else {
      merged.push(range);
    }
  }
  return merged;
}
