import { describe, expect, it } from 'vitest';
import { commandOf, environmentOf } from '../src/manifest.ts';

const server = (name: string, ...commands: string[]) => ({
  name,
  manifest: { name, version: '1.2.3', bin: Object.fromEntries(commands.map((command) => [command, ''])) },
});

describe('a package.json', () => {
  it.each([
    ['vault', 'ashlar-vault', 'ASHLAR'],
    ['notes', 'acme-notes', 'ACME'],
    ['notes', 'my.own-family-notes', 'MY_OWN_FAMILY'],
    ['notes', 'notes', 'NOTES'],
    ['notes', 'notebook', 'NOTEBOOK'],
  ])('names the server %s by its bin %s, its variables %s_…', (name, command, environment) => {
    expect(commandOf(server(name, command))).toBe(command);
    expect(environmentOf(server(name, command))).toBe(environment);
  });

  it('names the server by its first bin', () => {
    expect(commandOf(server('notes', 'acme-notes', 'acme-convert'))).toBe('acme-notes');
  });

  it('has to have one', () => {
    expect(() => commandOf(server('notes'))).toThrow(new TypeError('package.json: notes has no bin.'));
  });
});
