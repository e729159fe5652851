import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { findIdentifierKeys, toIdentifierKey } from './identifiers';

const handle = fc.stringMatching(/^[a-z][a-z0-9]{1,10}(-[a-z0-9]{1,6}){0,3}$/);

/** Spellings of the address of one LinkedIn page. */
const linkedinSpelling = (name: string) =>
  fc
    .record({
      scheme: fc.constantFrom('https://', 'http://', 'HTTPS://', ''),
      host: fc.constantFrom('linkedin.com', 'www.linkedin.com', 'uk.linkedin.com', 'de.linkedin.com', 'm.linkedin.com', 'WWW.LinkedIn.com'),
      path: fc.constantFrom('/in/', '/IN/', '//in//', '/mwlite/in/', '/m/in/', '/comm/in/'),
      written: fc.constantFrom(name, name.toUpperCase(), name.replaceAll('-', '%2D')),
      end: fc.constantFrom('', '/', '//', '/de', '/en-us/', '?trk=x&a=b', '/?originalSubdomain=uk', '#about', '/overlay/contact-info/'),
    })
    .map(({ scheme, host, path, written, end }) => `${scheme}${host}${path}${written}${end}`);

describe('the address of a LinkedIn page', () => {
  it('gives one key in every spelling, in a field and in text', () => {
    fc.assert(
      fc.property(handle.chain((name) => fc.tuple(fc.constant(name), linkedinSpelling(name))), fc.constantFrom(['', ''], ['(', ')'], ['<', '>.'], ['"', '",'], [' ', '.'], ['see ', ' or call']), ([name, address], [before = '', after = '']) => {
        expect(toIdentifierKey(address)).toBe(`linkedin:${name}`);
        expect(findIdentifierKeys(`${before}${address}${after}`)).toEqual([`linkedin:${name}`]);
      }),
    );
  });

  it.each([
    ['https://uk.linkedin.com/in/Jane-Doe-12/?trk=x', 'linkedin:jane-doe-12'],
    ['linkedin.com/in/jos%C3%A9-garc%C3%ADa', 'linkedin:josé-garcía'],
    ['linkedin.com/in/jose%CC%81', 'linkedin:josé'],
    ['https://www.linkedin.com/pub/jane-doe/1/2b/3c4', 'linkedin:jane-doe-3c42b1'],
    [' <https://linkedin.com/in/jane>. ', 'linkedin:jane'],
    ['https://linkedin.com/company/acme', undefined],
    ['https://linkedin.com/in/', undefined],
    ['https://linkedin.com/jobs/in/jane', undefined],
    ['https://notlinkedin.com/in/jane', undefined],
    ['https://linkedin.com.evil.example/in/jane', undefined],
    ['ftp://linkedin.com/in/jane', undefined],
    ['jane', undefined],
    ['linkedin.com/in/%E0%A4%A', undefined],
  ])('%j is %j', (address, key) => {
    expect(toIdentifierKey(address)).toBe(key);
  });
});

describe('the address of a GitHub page', () => {
  it.each([
    ['https://github.com/JaneDoe', 'github:janedoe'],
    ['www.github.com/jane-doe/', 'github:jane-doe'],
    ['github.com/jane?tab=repositories', 'github:jane'],
    ['https://github.com/jane/project', undefined],
    ['https://github.com/features', undefined],
    ['https://gist.github.com/jane', undefined],
    ['https://github.com/-jane', undefined],
    ['https://github.com', undefined],
  ])('%j is %j', (address, key) => {
    expect(toIdentifierKey(address)).toBe(key);
  });
});

describe('addresses in the text of a document', () => {
  it.each([
    ['Jane Doe\nlinkedin.com/in/jane-doe\ngithub.com/janedoe\nExperience', ['linkedin:jane-doe', 'github:janedoe']],
    ['linkedin.com/in/jane-\ndoe-12 Berlin', ['linkedin:jane-doe-12']],
    ['https://www.linkedin.com/\nin/jane-doe', ['linkedin:jane-doe']],
    ['https://www.linkedin.com/in/\r\njane-doe', ['linkedin:jane-doe']],
    ['https://linkedin.com/in/jane-doe/\nExperience', ['linkedin:jane-doe']],
    ['https://github.com/janedoe/\nExperience', ['github:janedoe']],
    ['linkedin.com/in/jane, github.com/jane; linkedin.com/in/jane', ['linkedin:jane', 'github:jane']],
    ['linkedin.com/in/jane,github.com/doe|x', ['linkedin:jane', 'github:doe']],
    ['linkedin.com/in/jane•github.com/doe', ['linkedin:jane', 'github:doe']],
    ['notlinkedin.com/in/jane my-github.com/doe', []],
    ['write to jane@github.com/x', []],
    ['https://example.com/?to=https://linkedin.com/in/jane', ['linkedin:jane']],
  ])('of %j are %j', (text, keys) => {
    expect(findIdentifierKeys(text)).toEqual(keys);
  });

  it('never lose a hyphen that is the handle\'s own, wherever the line breaks after one', () => {
    fc.assert(
      fc.property(handle.filter((name) => name.includes('-')), fc.nat(), (name, pick) => {
        const hyphens = Array.from(name).flatMap((character, index) => (character === '-' ? [index + 1] : []));
        const at = hyphens[pick % hyphens.length] ?? 0;
        expect(findIdentifierKeys(`me: https://www.linkedin.com/in/${name.slice(0, at)}\n${name.slice(at)}\nBerlin`)).toEqual([`linkedin:${name}`]);
      }),
    );
  });

  it('are found without throwing, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom('linkedin.com/in/', 'github.com/', 'https://', '%', '%C3', '\n', '-', '/', '.', '@'), fc.string({ unit: 'binary', maxLength: 4 }))), (parts) => {
        expect(findIdentifierKeys(parts.join('')).every((key) => /^(linkedin|github):./u.test(key))).toBe(true);
      }),
    );
  });

  it('are found in time proportional to the length, whatever long words there are', () => {
    const started = performance.now();
    for (const unit of ['a', 'a.', 'a-', 'linkedin.com/', 'linkedin.com/in/a-\n', '.']) {
      findIdentifierKeys(unit.repeat(1_000_000 / unit.length));
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
