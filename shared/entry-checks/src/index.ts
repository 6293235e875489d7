export { escaped } from './characters.ts';
export { type Checked, type Context, checkEntry, checkName } from './check-entry.ts';
export {
  type Entry,
  isLocal,
  type LocalEntry,
  type Reference,
  type RemoteEntry,
  type Value,
} from './entry.ts';
export { checkSecret } from './environment.ts';
export { CODES, type Code, type Finding, finding } from './finding.ts';
export { checkHostSettings } from './host-settings.ts';
export { checkLookAlike, wellKnown } from './look-alike.ts';
export { type PackageRef, type Registry, readNpm, readPypi } from './package-ref.ts';
