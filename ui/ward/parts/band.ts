/** A tone of `Chip`. */
type Tone = 'red' | 'green' | 'amber' | 'blue' | 'plain';

/** The colour of a band; the words stand beside it always. */
export function toneOf(band: string): Tone {
  switch (band.toLocaleLowerCase('vi')) {
    case 'tốt':
      return 'green';
    case 'khá':
      return 'blue';
    case 'trung bình':
      return 'amber';
    case 'kém':
      return 'red';
    default:
      return 'plain';
  }
}
