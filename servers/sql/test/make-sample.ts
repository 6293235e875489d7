import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE, sampleBytes } from './sample-file.ts';

writeFileSync(join(SAMPLE, 'shop.db'), sampleBytes());
