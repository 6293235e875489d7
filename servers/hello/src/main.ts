#!/usr/bin/env node
import { run } from '@ashlar/kit';
import { server } from './server.ts';

await run(server);
