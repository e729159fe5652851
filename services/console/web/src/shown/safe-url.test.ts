import { describe, expect, it } from '@jest/globals';

import { safeUrl } from './safe-url';

describe('an address of somebody else\'s making', () => {
  it('may be clicked when it is http or https', () => {
    expect(safeUrl('https://www.linkedin.com/in/jane')).toBe('https://www.linkedin.com/in/jane');
    expect(safeUrl('HTTP://example.com')).toBe('http://example.com/');
  });

  it.each(['javascript:alert(1)', ' java\nscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'blob:https://example.com/x', 'mailto:a@example.com'])(
    'may not be clicked when it is %j',
    (address) => expect(safeUrl(address)).toBeUndefined(),
  );

  it('may not be clicked when it is none, so that it never leads into our own pages', () => {
    expect(['linkedin.com/in/jane', '/sign-out', '//example.com', ''].map(safeUrl)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
