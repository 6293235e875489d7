/** What can be wrong with an entry. One that is `refused` is not to be written or started; of a `warning` people are told. */
export const CODES = {
  'server-name': {
    severity: 'refused',
    means: "The name of the server is none that could be a key and part of a tool's name.",
  },
  'control-character': {
    severity: 'refused',
    means: 'A text has a control character: a line end, NUL, an escape of a terminal.',
  },
  'invisible-character': {
    severity: 'refused',
    means: 'A text has characters that are not seen, or that turn it around.',
  },
  homoglyph: {
    severity: 'refused',
    means: 'A name, a flag or a host has letters that look like others; a word mixes scripts that do.',
  },
  'too-long': {
    severity: 'refused',
    means: 'More than 8,191 characters in a text, or 32,767 in all: more than every system starts.',
  },
  'shell-character': {
    severity: 'refused',
    means: 'A word has what means something to sh, PowerShell or cmd.exe, should one come in between.',
  },
  shell: { severity: 'refused', means: 'The command is a shell, or runs the rest as a command.' },
  launcher: { severity: 'refused', means: 'The command is none of the launchers whose grammar is known.' },
  'launcher-path': {
    severity: 'refused',
    means: 'A program or script stands where anybody can put one, or on another machine.',
  },
  'launcher-flag': {
    severity: 'refused',
    means: 'The launcher is told something that is not in its grammar, such as -e, -c or --entrypoint.',
  },
  'launcher-source': {
    severity: 'refused',
    means: 'What is run comes from an address, a repository or a folder instead of a registry.',
  },
  'launcher-program': {
    severity: 'refused',
    means: "What is run is no server: a runner, a module of Python's own, any program of the PATH.",
  },
  'relative-path': { severity: 'refused', means: 'A path means another file in each folder.' },
  'look-alike': {
    severity: 'refused',
    means: 'A package has the name of a well-known one but for a slip or its punctuation.',
  },
  'docker-mount': {
    severity: 'refused',
    means: "A container gets the machine: its root, settings, keys or Docker's own socket.",
  },
  'docker-network': {
    severity: 'refused',
    means: 'A container gets the network of the machine, or of another container.',
  },
  'docker-image': { severity: 'refused', means: 'The image is not named as images are.' },
  'environment-name': { severity: 'refused', means: 'A variable has a name that is none.' },
  'environment-variable': {
    severity: 'refused',
    means:
      'A variable makes programs load, run or trust something else: NODE_OPTIONS, LD_PRELOAD, PATH, proxies.',
  },
  'url-scheme': { severity: 'refused', means: 'The address is none of a server.' },
  'url-insecure': { severity: 'refused', means: 'Plain http to anything but this machine.' },
  'url-credentials': {
    severity: 'refused',
    means: "The address holds credentials, or a host that is really a user's name.",
  },
  'header-name': { severity: 'refused', means: "A header that is none, or that is the protocol's own." },
  'host-command': { severity: 'refused', means: 'The host is told to run another command for this entry.' },
  unpinned: {
    severity: 'warning',
    means: 'No exact version, or no digest: the registry decides at each start what runs.',
  },
  'relative-to-project': { severity: 'warning', means: 'A path that means a file of the project.' },
  'secret-in-file': { severity: 'warning', means: 'The file holds a secret itself. ashlar add writes none.' },
  'host-trust': {
    severity: 'warning',
    means: 'The host calls tools without asking, or reads values from another file.',
  },
  'not-as-locked': { severity: 'warning', means: 'What runs is not what ashlar.lock has.' },
} as const;

export type Code = keyof typeof CODES;

/** One thing that is wrong. */
export interface Finding {
  /** For programs; the table of them is `CODES`. */
  code: Code;
  severity: 'refused' | 'warning';
  /**
   * A sentence that begins with the field. Texts of the entry in it are whole, ASCII alone, so that nothing is hidden;
   * a value that could be a secret is not in it.
   */
  message: string;
  /** What to do, as a sentence. */
  fix: string;
}

/** A finding of one's own under a code of the table. */
export function finding(code: Code, message: string, fix: string): Finding {
  return { code, severity: CODES[code].severity, message, fix };
}
