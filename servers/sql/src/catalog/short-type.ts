const SHORT: readonly [RegExp, string][] = [
  [/^character varying/, 'varchar'],
  [/^character\b/, 'char'],
  [/^timestamp(\(\d\))? without time zone/, 'timestamp$1'],
  [/^timestamp(\(\d\))? with time zone/, 'timestamptz$1'],
  [/^time(\(\d\))? without time zone/, 'time$1'],
  [/^double precision/, 'double'],
  [/^integer$/, 'int'],
  [/^boolean$/, 'bool'],
];

/** A type in fewer words, where those are as well known: `decimal(9,2)`, `varchar(80)`. */
export function shortType(type: string): string {
  const close = type.replaceAll(/(\d), +(?=\d)/g, '$1,');
  for (const [long, short] of SHORT) if (long.test(close)) return close.replace(long, short);
  return close;
}
