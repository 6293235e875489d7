import { fileURLToPath } from 'node:url';
import { ensureNode } from './setup/node.mjs';
import { pnpmEnvironment, pnpmThroughNpx } from './setup/pnpm.mjs';
import { become, npmCommand } from './setup/program.mjs';
import { ROOT } from './setup/workspace.mjs';

// The pinned pnpm for people, with nothing installed: node scripts/pnpm.mjs --filter @ashlar/kit add zod
await ensureNode(ROOT, fileURLToPath(import.meta.url));
Object.assign(process.env, pnpmEnvironment(process.env));
const { file, args, shell } = npmCommand('npx', pnpmThroughNpx(ROOT, process.argv.slice(2)));
await become(file, args, { shell });
