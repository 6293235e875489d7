#!/usr/bin/env node
import { existsSync } from 'node:fs';

// In the workspace the kit runs from its sources; as an installed package, from what was built of them.
const source = new URL('../src/build/bundle.ts', import.meta.url);
const { bundle } = await import(existsSync(source) ? source.href : '../dist/build/bundle.js');
await bundle(process.cwd());
