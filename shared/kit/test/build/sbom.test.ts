import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { expect, it } from 'vitest';
import { bundle } from '../../src/build/bundle.ts';
import { sbomOf } from '../../src/build/sbom.ts';
import { packageOf, TINY } from '../fixture/package.ts';

const installed = (name: string) => {
  let folder = dirname(fileURLToPath(import.meta.resolve(name)));
  while (!folder.endsWith(join('node_modules', ...name.split('/')))) folder = dirname(folder);
  return folder;
};

it('lists what went into a bundle, in a form that the specification takes', async () => {
  const folder = await packageOf(TINY);
  await bundle(folder);
  const text = readFileSync(join(folder, 'dist', 'sbom.cdx.json'), 'utf8');
  const wrong = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  expect(wrong).toBeNull();
  const { metadata, components } = JSON.parse(text);
  expect(metadata.component).toMatchObject({ name: 'tiny', type: 'application', purl: 'pkg:npm/tiny' });
  const names = components.map((component: { name: string }) => component.name);
  expect(names).toEqual(expect.arrayContaining(['@modelcontextprotocol/server', 'zod']));
  expect(names).toEqual([...new Set(names)]);
});

it('names packages as others do, and those that are installed beside a bundle, too', async () => {
  const folder = await packageOf({
    'package.json': JSON.stringify({
      name: '@acme/desk',
      version: '1.2.3',
      license: 'MIT OR Apache-2.0',
      dependencies: { 'better-sqlite3': '13.2.0' },
    }),
  });
  const { metadata, components, dependencies } = JSON.parse(sbomOf(folder, [installed('zod')]));
  expect(metadata.component).toMatchObject({
    purl: 'pkg:npm/%40acme/desk@1.2.3',
    licenses: [{ expression: 'MIT OR Apache-2.0' }],
  });
  expect(components.map(({ purl }: { purl: string }) => purl)).toEqual([
    'pkg:npm/better-sqlite3@13.2.0',
    expect.stringMatching(/^pkg:npm\/zod@4\./),
  ]);
  expect(dependencies[0].dependsOn).toHaveLength(2);
});
