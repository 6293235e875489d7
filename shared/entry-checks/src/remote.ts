import { checkCharacters, escaped } from './characters.ts';
import type { RemoteEntry } from './entry.ts';
import { checkSecret } from './environment.ts';
import { type Finding, finding } from './finding.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const OF_THE_PROTOCOL =
  /^(host|origin|content-(length|type)|transfer-encoding|connection|upgrade|te|trailer|expect|mcp-(method|name|protocol-version|session-id|param-.*))$/i;
const TOKEN_PARAMETER = /^(.*token|api_?key|key|secret|password|sig|signature)$/i;

/** The address of a server: https, but to this machine itself; no credentials in it; no look-alike of a host. */
export function checkRemote({ url, headers }: RemoteEntry): Finding[] {
  const unseen = checkCharacters('url', url, true);
  return unseen.length > 0 ? unseen : [...checkUrl(url), ...checkHeaders(headers)];
}

function checkUrl(text: string): Finding[] {
  // Of a backslash some readers make a slash, and others a part of the host.
  const url = /^https?:\/\/[^\\]*$/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) {
    return [
      finding(
        'url-scheme',
        `url: ${escaped(text)} is no address of a server.`,
        'Give an address that begins with https://.',
      ),
    ];
  }
  const findings: Finding[] = [];
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    findings.push(
      finding(
        'url-insecure',
        `url: http to ${escaped(url.hostname)} can be read and changed on its way.`,
        'Use https://; plain http is for this machine alone (127.0.0.1).',
      ),
    );
  }
  if (url.username !== '' || url.password !== '') {
    findings.push(
      finding(
        'url-credentials',
        'url: there are credentials in the address.',
        'Send them as a header: ashlar add --header Authorization=… with a reference.',
      ),
    );
  }
  if (/(^|\.)xn--/.test(url.hostname)) {
    findings.push(
      finding(
        'homoglyph',
        `url: the host ${url.hostname} is written with letters that can look like others.`,
        'Compare the host with the one that its publisher gives.',
      ),
    );
  }
  const secret = [...url.searchParams.keys()].find((name) => TOKEN_PARAMETER.test(name));
  if (secret !== undefined) {
    findings.push(
      finding(
        'secret-in-file',
        `url: the parameter ${escaped(secret)} seems to be a secret, and addresses are logged on their way.`,
        'Send it as a header, with a reference.',
      ),
    );
  }
  return findings;
}

function checkHeaders(headers: RemoteEntry['headers']): Finding[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/.test(name) || OF_THE_PROTOCOL.test(name)) {
      return [
        finding(
          'header-name',
          `headers: ${escaped(name)} is no header that a configuration may set.`,
          'Use names such as Authorization or X-Api-Key.',
        ),
      ];
    }
    return [
      ...(typeof value === 'string' ? checkCharacters(`header ${name}`, value, false) : []),
      ...checkSecret(`header ${name}`, name, value),
    ];
  });
}
