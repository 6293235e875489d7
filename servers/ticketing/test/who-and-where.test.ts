import { describe, expect, it } from 'vitest';
import { dataFile } from '../src/database-file/data-file.ts';
import { whoOf } from '../src/tracker/tenant.ts';

describe('who is calling', () => {
  it('has the tenant of their credential, and none that another could name', () => {
    const tenants = [undefined, 'local', 'named:local', 'acme', ''].map(
      (tenant) => whoOf({ subject: 'ann', via: 'key', ...(tenant === undefined ? {} : { tenant }) }).tenant,
    );
    expect(new Set(tenants).size).toBe(tenants.length);
    expect(whoOf({ subject: 'local', via: 'stdio' }).tenant).toBe(tenants[0]);
    expect(whoOf({ subject: 'loopback', via: 'open' }).tenant).toBe(tenants[0]);
  });

  it('is called as the operator says where they are local, and never where a credential names them', () => {
    expect(whoOf({ subject: 'local', via: 'stdio' }, 'agent-1').person).toMatchObject({
      id: 'agent-1',
      role: 'member',
    });
    expect(whoOf({ subject: 'loopback', via: 'open' }, 'agent-1').person.id).toBe('agent-1');
    expect(whoOf({ subject: 'ann', via: 'key' }, 'agent-1').person.id).toBe('ann');
    expect(whoOf({ subject: 'local', via: 'stdio' }).person.id).toBe('local');
  });
});

it.each([
  ['linux', {}, '/home/ann/.local/share/ashlar/tickets.db'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/ashlar/tickets.db'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ann/.local/share/ashlar/tickets.db'],
  ['darwin', {}, '/home/ann/Library/Application Support/ashlar/tickets.db'],
  ['win32', {}, '\\home\\ann\\AppData\\Roaming\\ashlar\\tickets.db'],
  ['win32', { APPDATA: 'C:\\Data' }, 'C:\\Data\\ashlar\\tickets.db'],
] as const)('keeps tickets where %s wants them: %o', (platform, env, file) => {
  expect(dataFile('tickets.db', { platform, env, home: '/home/ann' })).toBe(file);
});
