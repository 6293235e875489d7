import type * as z from 'zod';
import type { Capabilities } from '../tracker/capabilities.ts';
import type { Tracker } from '../tracker/tracker.ts';

/** A tracker that the operator chose, with all that can be known before it is opened. */
export interface Chosen {
  /** Keys of the projects that may be used, the first of which is meant where none is named. */
  projects: readonly string[];
  capabilities: Capabilities;
  /** The scope that makes a caller a customer, where the tracker keeps what is for the team from customers. */
  customerScope?: string | undefined;
  /** Throws `ToolError` (`unavailable`) where it cannot be used. */
  open(): Promise<Tracker>;
}

/** A kind of tracker. All that there is to one stands here and in a room of its own; see `backends.ts`. */
export interface Backend<Options extends z.ZodRawShape> {
  /** What `--backend` calls it. */
  name: string;
  /** Optional, all of them: given with another backend they are refused. Several may share one, by the same schema. */
  options: Options;
  /** Looks at what the options point to, and opens nothing. Throws `OptionError`. */
  choose(options: z.output<z.ZodObject<Options>>, environment: NodeJS.ProcessEnv): Chosen;
}

/** A backend whose options are known to itself alone. */
export type AnyBackend = Backend<Record<string, z.ZodType>>;

/** Infers the types of a backend's options. */
export function defineBackend<Options extends z.ZodRawShape>(backend: Backend<Options>): AnyBackend {
  return backend as unknown as AnyBackend;
}
