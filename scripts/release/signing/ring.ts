import { join } from 'node:path';
import { ROOT } from '../../setup/workspace.mjs';

/** The keys that `ashlar verify` believes: built into the command line, and no part of any server. */
export const RING = join(ROOT, 'shared', 'cli', 'src', 'signed', 'release-keys.json');
