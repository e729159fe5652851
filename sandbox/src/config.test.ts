import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config';

const account = { tenant: 'acme', size: 10, seed: 1, token: 'secret', controlToken: 'c' };

describe('the configuration', () => {
  it('has a speed of 1 and free ports unless told otherwise', () => {
    expect(readConfig({ SANDBOX_CONFIG: JSON.stringify({ accounts: [account] }) })).toEqual({ accounts: [{ ...account, port: 0 }], speed: 1 });
  });

  it('names all problems at once, without values', () => {
    const read = (): unknown => readConfig({ SANDBOX_CONFIG: JSON.stringify({ accounts: [{ ...account, size: -1, seed: 'secret' }], speed: 0 }) });
    expect(read).toThrow(/accounts\.0\.size.*accounts\.0\.seed.*speed/);
    expect(read).not.toThrow(/secret/);
  });

  it('is refused when it is missing or no JSON', () => {
    expect(() => readConfig({})).toThrow('not set');
    expect(() => readConfig({ SANDBOX_CONFIG: '{' })).toThrow('not JSON');
  });
});
