const SECOND = 1_000;

export type Progress = (done: number, total?: number, message?: string) => void;

/** Tells a waiting client once a second for how many seconds the database has worked. */
export async function everySecond<T>(progress: Progress, work: () => Promise<T>): Promise<T> {
  let seconds = 0;
  const timer = setInterval(() => progress(++seconds, undefined, 'The database is working.'), SECOND);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
