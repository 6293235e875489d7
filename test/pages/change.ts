/** Makes in a text the change that a `diff` shows: what is not added has to stand there, once. */
export function changed(text: string, diff: string): string {
  const [, ...hunks] = diff.split(/^(?:# .*|@@)\n/m);
  return hunks.reduce((before, hunk) => {
    const lines = hunk.trimEnd().split('\n');
    const side = (sign: string) =>
      lines
        .filter((line) => !line.startsWith(sign))
        .map((line) => line.slice(1))
        .join('\n');
    const [was, is] = [side('+'), side('-')];
    if (before.split(`${was}\n`).length !== 2) throw new Error(`not once in the file:\n${was}\n\n${before}`);
    return before.replace(`${was}\n`, () => `${is}\n`);
  }, text);
}
