import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';
import { programAt } from './programs.ts';

/** What Node has had since 24.5, and the types of Node 20 do not know. */
interface Trust {
  getCACertificates(which: 'default'): string[];
  setDefaultCACertificates(certificates: string[]): void;
}

/** Makes a certificate for localhost in a folder, as `docs.pem` and `docs.key`, and has this process trust it. */
export function makeCertificate(folder: string): void {
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', join(folder, 'docs.key'), '-out', join(folder, 'docs.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync(programAt('openssl') ?? 'openssl', ['req', ...kind, ...names, ...files], { stdio: 'pipe' });
  const { getCACertificates, setDefaultCACertificates } = tls as unknown as Trust;
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(join(folder, 'docs.pem'), 'utf8')]);
}
