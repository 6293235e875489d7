import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  name: string;
  /** None is needed of what nobody publishes. */
  version?: string;
  license?: string;
  dependencies?: Record<string, string>;
}

/**
 * What is in a bundle, and what is installed beside it, as CycloneDX 1.6 says it (ECMA-424). The same sources give the
 * same text: neither a time nor a serial number is in it.
 *
 * @param folder of the package that was bundled
 * @param bundled folders of the installed packages that went into it
 */
export function sbomOf(folder: string, bundled: Iterable<string>): string {
  const own = manifestIn(folder);
  const inside = [...bundled].map(manifestIn);
  const beside = Object.entries(own.dependencies ?? {}).map(([name, version]) => {
    const path = join(folder, 'node_modules', name);
    return existsSync(path) ? manifestIn(path) : { name, version };
  });
  const components = [...inside, ...beside].map((one) => component('library', one));
  components.sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: component('application', own) },
    components,
    dependencies: [{ ref: purlOf(own), dependsOn: components.map((one) => one['bom-ref']) }],
  };
  return `${JSON.stringify(bom, null, 1)}\n`;
}

function component(type: 'application' | 'library', manifest: Manifest) {
  const { name, version, license } = manifest;
  const purl = purlOf(manifest);
  return {
    type,
    'bom-ref': purl,
    name,
    ...(version === undefined ? {} : { version }),
    purl,
    ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
  };
}

/** https://github.com/package-url/purl-spec: `pkg:npm/%40ashlar/vault@1.0.0` */
function purlOf({ name, version }: Manifest): string {
  return `pkg:npm/${name.replace('@', '%40')}${version === undefined ? '' : `@${version}`}`;
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
