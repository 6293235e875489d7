/** Whatever can be reached from these, they themselves included. */
export function onward(
  begin: readonly string[],
  ways: readonly { from: string; to: string }[],
): ReadonlySet<string> {
  const reached = new Set(begin);
  // A set that grows while it is walked is walked to its end.
  for (const one of reached) for (const { from, to } of ways) if (from === one) reached.add(to);
  return reached;
}
