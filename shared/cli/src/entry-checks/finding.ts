/** What can be wrong with an entry. `refused` ones are never written or started; of the others people are told. */
export const CODES = {
  'server-name': 'refused',
  'control-character': 'refused',
  'invisible-character': 'refused',
  homoglyph: 'refused',
  'shell-character': 'refused',
  shell: 'refused',
  launcher: 'refused',
  'launcher-path': 'refused',
  'launcher-flag': 'refused',
  'launcher-source': 'refused',
  'launcher-program': 'refused',
  'relative-path': 'refused',
  'look-alike': 'refused',
  'docker-mount': 'refused',
  'docker-network': 'refused',
  'docker-image': 'refused',
  'environment-name': 'refused',
  'environment-variable': 'refused',
  'url-scheme': 'refused',
  'url-insecure': 'refused',
  'url-credentials': 'refused',
  'header-name': 'refused',
  'host-command': 'refused',
  unpinned: 'warning',
  'relative-to-project': 'warning',
  'secret-in-file': 'warning',
  'host-trust': 'warning',
  'not-as-locked': 'warning',
} as const;

export type Code = keyof typeof CODES;

/** One thing that is wrong: a code for programs, a sentence, and what to do. Texts of entries in it are visible. */
export interface Finding {
  code: Code;
  severity: 'refused' | 'warning';
  message: string;
  fix: string;
}

export function finding(code: Code, message: string, fix: string): Finding {
  return { code, severity: CODES[code], message, fix };
}
