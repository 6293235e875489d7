export { requireNode } from './node-version.ts';
export { loadPackages, type Wanting } from './packages.ts';
