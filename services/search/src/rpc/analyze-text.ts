import { type AnalyzeTextRequest, type AnalyzeTextResponse } from '@secondlook/contracts';
import { requireAtMost } from '@secondlook/kit';

import { analyze, ANALYSIS_VERSION } from '../domain/text/analyze';
import { cleanText } from '../domain/text/clean-text';
import { stemExceptions } from '../domain/text/stem-exceptions';

const MAX_CODE_POINTS = 100_000;

export function createAnalyzeText() {
  return ({ text }: AnalyzeTextRequest): Promise<AnalyzeTextResponse> => {
    requireAtMost('text', Array.from(text).length, MAX_CODE_POINTS);
    const { tokens, joins } = analyze(cleanText(text));
    return Promise.resolve({
      tokens: tokens.map(({ exact, stem = '', start, end }) => ({ exact, stem, startOffset: start, endOffset: end })),
      joins: joins.map((join) => ({ ...join })),
      analysisVersion: ANALYSIS_VERSION,
      stemExceptions: Object.fromEntries(stemExceptions),
    });
  };
}
