import { type Finding, finding } from './finding.ts';

/** What hosts know beside the program: commands of their own, and approval given once for all. */
const SETTINGS: Readonly<Record<string, (value: unknown) => Finding | undefined>> = {
  headersHelper: () => ownCommand('headersHelper'),
  http_headers_helper: () => ownCommand('http_headers_helper'),
  envFile: () =>
    finding(
      'host-trust',
      'envFile: what that file sets is not seen here.',
      'Name the variables in the entry, as references.',
    ),
  trust: (value) => (value === true ? unasked('trust') : undefined),
  alwaysAllow: approved('alwaysAllow'),
  autoApprove: approved('autoApprove'),
};

/**
 * Settings of a host in an entry's own fields that do more than say what runs: commands of their own (`headersHelper`, `http_headers_helper`),
 * approval given once for all (`trust`, `alwaysAllow`, `autoApprove`), variables of another file (`envFile`).
 *
 * @param fields the entry as the host's file has it; of anything but an object nothing is said
 */
export function checkHostSettings(fields: unknown): Finding[] {
  if (typeof fields !== 'object' || fields === null) return [];
  return Object.entries(fields).flatMap(([key, value]) => {
    const found = Object.hasOwn(SETTINGS, key) ? SETTINGS[key]?.(value) : undefined;
    return found === undefined ? [] : [found];
  });
}

function ownCommand(key: string): Finding {
  return finding(
    'host-command',
    `${key}: the host runs this as a command, in a shell.`,
    'Use a header with a reference.',
  );
}

function approved(key: string): (value: unknown) => Finding | undefined {
  return (value) => (Array.isArray(value) && value.length > 0 ? unasked(key) : undefined);
}

function unasked(key: string): Finding {
  return finding(
    'host-trust',
    `${key}: the host calls tools of this server without asking.`,
    'Take it out, unless that is meant.',
  );
}
