import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { contentDisposition } from './content-disposition';

describe('the name under which a file is saved', () => {
  it('is said plainly, and encoded for what is beyond ASCII', () => {
    expect(contentDisposition('Résumé Jané.pdf')).toBe(`attachment; filename="R_sum_ Jan_.pdf"; filename*=UTF-8''R%C3%A9sum%C3%A9%20Jan%C3%A9.pdf`);
  });

  it('is never a path', () => {
    expect(contentDisposition('../../etc/passwd')).toContain('filename=".._.._etc_passwd"');
    expect(contentDisposition('C:\\x.exe')).toContain('filename="C__x.exe"');
  });

  it('shows its true extension: marks that turn the direction of writing are taken out', () => {
    expect(contentDisposition('cv\u202efdp.exe')).toContain("filename*=UTF-8''cv_fdp.exe");
  });

  it('keeps its extension when it is too long', () => {
    expect(contentDisposition(`${'x'.repeat(500)}.pdf`)).toMatch(/filename="x{146}\.pdf"/);
  });

  it.each(['', '.', '..', '   '])('is "attachment" for %j', (name) => expect(contentDisposition(name)).toContain('filename="attachment"'));

  it('is one header of two names whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(contentDisposition(name)).toMatch(/^attachment; filename="[^"%;\\\x00-\x1f\x7f-\uffff]+"; filename\*=UTF-8''[\w.~!%-]+$/);
      }),
    );
  });
});
