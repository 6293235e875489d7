const QUOTES = /["'`[\]]/g;

/** Whether a name stands in some text as a word of its own; quotes do not count, as there are many ways to write them. */
export function mentions(text: string, name: string): boolean {
  const looked = text.replaceAll(QUOTES, '').toLowerCase();
  const bare = name.replaceAll(QUOTES, '').toLowerCase();
  for (let at = looked.indexOf(bare); at !== -1; at = looked.indexOf(bare, at + 1)) {
    const around = `${looked[at - 1] ?? ' '}${looked[at + bare.length] ?? ' '}`;
    if (!/[\w\u0080-\uffff]/.test(around)) return true;
  }
  return false;
}
