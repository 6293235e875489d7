import { generate } from '../../shared/kit/src/generate/generate.ts';
import { products } from './products.ts';

await generate(process.argv.slice(2), process.cwd(), products);
