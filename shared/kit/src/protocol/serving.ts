/** Something that serves until it is told to stop. */
export interface Serving {
  /** Finishes what is in flight, for at most `ms` milliseconds, and stops. */
  stop(ms: number): Promise<void>;
  /** Resolves when the client ended the connection. */
  ended: Promise<void>;
  /** Where clients connect to, over HTTP. */
  url?: string;
}
