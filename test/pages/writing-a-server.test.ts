import { walk } from './walk.ts';

walk(['docs/writing-a-server.md', 'docs/more-of-a-server.md']);
