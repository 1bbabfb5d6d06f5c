/** What a field of choice offers: each value of a list of names, in its order. */
export function optionsOf<Value extends string>(names: Record<Value, string>) {
  return (Object.entries(names) as [Value, string][]).map(([value, words]) => ({ value, words }));
}
