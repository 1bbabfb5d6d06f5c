/** Bytes as a person says them: `1,2 MB`. */
export function showSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} byte`;
  const [unit, by] = bytes < 1_000_000 ? ['kB', 1000] : ['MB', 1_000_000];
  const many = bytes / by;
  return `${many.toFixed(many < 10 ? 1 : 0).replace('.', ',')} ${unit}`;
}
