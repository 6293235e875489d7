import { escaped } from '../characters.ts';
import { type Finding, finding } from '../finding.ts';

/** Folders with which a container has the machine: its root, its devices and settings, Docker's own socket. */
const TOO_MUCH =
  /^([A-Za-z]:)?[\\/]*$|^[\\/]+(etc|proc|sys|dev|boot|root|run|var|usr|bin|sbin|lib|lib64|opt|home|Users|private|mnt|host_mnt|Volumes|System|Library|Windows|Program Files.*)[\\/]*$|[\\/](etc|proc|sys|dev|boot|run|var[\\/]run|\.ssh|\.aws|\.gnupg|\.docker|\.kube)([\\/]|$)|\.sock$|^[\\/]mnt[\\/][a-z][\\/]*$|^[A-Za-z]:[\\/]+(Windows|Users|Program Files.*)[\\/]*$/i;
const VOLUME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const OPTIONS = /^(ro|rw|z|Z|cached|delegated|consistent)(,(ro|rw|z|Z|cached|delegated|consistent))*$/;

/** `-v <volume or path>:<path>[:ro]`; a path of Windows has a colon of its own. */
export function checkVolume(text: string): Finding[] {
  const [, source, target, options] = /^((?:[A-Za-z]:[\\/])?[^:]+):(\/[^:]*)(?::([^:]+))?$/.exec(text) ?? [];
  if (source === undefined || target === undefined || (options !== undefined && !OPTIONS.test(options))) {
    return [wrongMount(text)];
  }
  return VOLUME.test(source) ? [] : checkSource(source);
}

/** `--mount type=bind,src=<path>,dst=<path>[,ro]`. */
export function checkMount(text: string): Finding[] {
  const fields = new Map<string, string>();
  for (const field of text.split(',')) {
    const [key = '', value = ''] = field.split(/=(.*)/s);
    fields.set(key, value);
  }
  const known = /^(type|src|source|dst|destination|target|ro|readonly)$/;
  // Of both names docker takes the last.
  const sources = ['src', 'source'].flatMap((key) => fields.get(key) ?? []);
  const [source] = sources;
  const type = fields.get('type');
  if (
    source === undefined ||
    sources.length > 1 ||
    !/^(bind|volume)$/.test(type ?? '') ||
    [...fields.keys()].some((key) => !known.test(key))
  ) {
    return [wrongMount(text)];
  }
  if (fields.size < text.split(',').length) return [wrongMount(text)];
  return type === 'volume' && VOLUME.test(source) ? [] : checkSource(source);
}

function checkSource(path: string): Finding[] {
  const whole = /^([\\/]|[A-Za-z]:[\\/])/.test(path);
  if (whole && !path.split(/[\\/]/).some((part) => part === '..' || part === '.') && !TOO_MUCH.test(path))
    return [];
  return [
    finding(
      'docker-mount',
      `args: the mount of ${escaped(path)} gives the container the machine, or is no whole path.`,
      'Mount only the folder that the server works on, by its whole path.',
    ),
  ];
}

function wrongMount(text: string): Finding {
  return finding(
    'docker-mount',
    `args: ${escaped(text)} is no mount that an entry may say.`,
    'Use type=bind,src=<path>,dst=<path>, with ,ro where it is only read.',
  );
}
