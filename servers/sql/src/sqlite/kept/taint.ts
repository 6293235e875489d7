/**
 * What of a value is masked: all of it, or, of a record, some of its columns. Undefined where nothing is. A record may
 * hold another one.
 */
export type Taint = 'all' | ReadonlyMap<number, Taint>;

/** What is masked of a value that may be either. */
export function joined(a: Taint | undefined, b: Taint | undefined): Taint | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a === b || a === 'all') return a;
  if (b === 'all') return b;
  const both = new Map(a);
  let grown = false;
  for (const [column, taint] of b) {
    const before = both.get(column);
    const now = joined(before, taint) as Taint;
    if (now === before) continue;
    both.set(column, now);
    grown = true;
  }
  // The same object where nothing was added: who looks for an end compares.
  return grown ? both : a;
}

/** What is masked of a column of a record. */
export function columnOf(record: Taint | undefined, column: number): Taint | undefined {
  return typeof record === 'object' ? record.get(column) : record;
}

/** Of a record that is made of these values. */
export function recordOf(values: readonly (Taint | undefined)[]): Taint | undefined {
  const columns = new Map<number, Taint>();
  for (const [at, value] of values.entries()) if (value !== undefined) columns.set(at, value);
  return columns.size === 0 ? undefined : columns;
}

/** What is masked in each register; those of which nothing is are not in it. */
export type Registers = ReadonlyMap<number, Taint>;

/** Registers that may hold either; the first ones where the others add nothing. */
export function joinedRegisters(a: Registers, b: Registers): Registers {
  const both = new Map(a);
  let grown = false;
  for (const [register, taint] of b) {
    const before = a.get(register);
    const now = joined(before, taint) as Taint;
    if (now === before) continue;
    both.set(register, now);
    grown = true;
  }
  return grown ? both : a;
}
