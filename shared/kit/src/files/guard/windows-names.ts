import { badPath } from './refusals.ts';

const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)/i;

/**
 * Refuses, with `invalid_input`, the words under which Windows opens something other than the file they seem
 * to name: device namespaces (`\\?\`, `\\.\`), device names in any folder and with any extension, alternate
 * data streams (`a.txt:b`, and drive-relative `C:a`), and names whose last dot or blank would be dropped.
 * Source: Microsoft, "Naming Files, Paths, and Namespaces".
 */
export function refuseWindowsNames(asked: string): void {
  if (/^[\\/]{2}[?.](?:[\\/]|$)/.test(asked))
    throw badPath('A path cannot start with \\\\?\\ or \\\\.\\ here.');
  for (const name of asked.replace(/^[a-z]:(?=[\\/])/i, '').split(/[\\/]/)) {
    if (name === '' || name === '.' || name === '..') continue;
    if (name.includes(':')) throw badPath('A name cannot contain a colon on Windows.');
    if (DEVICE.test(name)) throw badPath('A name in the path is reserved for a device on Windows.');
    if (/[. ]$/.test(name)) throw badPath('A name cannot end with a dot or a blank on Windows.');
  }
}
