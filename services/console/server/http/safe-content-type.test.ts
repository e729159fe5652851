import { expect, it } from '@jest/globals';

import { safeContentType } from './safe-content-type';

it.each(['application/pdf', 'Image/PNG; name=x', 'text/plain;charset=utf-8'])('a file that can only be shown keeps its type, as %s, without parameters', (type) => {
  expect(safeContentType(type)).toBe(type.toLowerCase().split(';')[0]);
});

it.each(['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/javascript', 'text/xml', '', 'application/pdf, text/html'])('a file that may run is only bytes: %j', (type) => {
  expect(safeContentType(type)).toBe('application/octet-stream');
});
