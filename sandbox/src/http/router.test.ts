import { describe, expect, it } from '@jest/globals';
import { createRouter } from './router';

const find = createRouter([
  { method: 'GET', template: '/candidates' },
  { method: 'GET', template: '/candidates/attachments/{attachmentId}' },
  { method: 'GET', template: '/candidates/{id}/attachments' },
  { method: 'PUT', template: '/candidates/{id}' },
]);

describe('the router', () => {
  it('finds a route by method and path, and the values of its template', () => {
    const match = find('GET', '/candidates/a%2Fb/attachments');
    expect(match?.route.template).toBe('/candidates/{id}/attachments');
    expect(match?.parameter('id')).toBe('a/b');
  });

  it('prefers the earlier route where two fit', () => {
    expect(find('GET', '/candidates/attachments/attachments')?.route.template).toBe('/candidates/attachments/{attachmentId}');
  });

  it('finds nothing for another method, a longer path or a broken escape', () => {
    expect(find('POST', '/candidates')).toBeUndefined();
    expect(find('GET', '/candidates/')).toBeUndefined();
    expect(find('GET', '/candidates/%E0%A4%A/attachments')).toBeUndefined();
  });
});
