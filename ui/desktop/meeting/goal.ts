// Where a finding is put right: which tab, which item, what to open there, what to stand on.
import type { Place } from '../../shared/types/Place';
import type { MeetingView } from '../../shared/types/MeetingView';
import type { Tab } from './Tabs.svelte';

export interface Goal {
  tab: Tab;
  /** The agenda item to show. */
  item: string | null;
  /** The dialog to open at once. */
  open: 'attend' | 'vote' | null;
  /** What to stand on when it is there. */
  selector: string;
}

const named = (test: string) => `[data-test="${test}"]`;

/** The way to a place of the record; null for what is put right on the spot. */
export function goalOf(place: Place, view: MeetingView): Goal | null {
  const item = 'no' in place ? (view.agenda.find((one) => one.no === place.no)?.id ?? null) : null;
  const record = (selector: string, open: Goal['open'] = null): Goal => ({
    tab: 'record',
    item,
    open,
    selector,
  });
  switch (place.at) {
    case 'attendance':
      return record(`[data-member="${place.member}"]`, 'attend');
    case 'vote':
      return record(`[data-vote="${place.vote}"]`);
    case 'ballot':
      return record(named('vote-for'), 'vote');
    case 'conclusion':
      return record(`${named('conclude')}, ${named('conclusion')}`);
    case 'statements':
      return record(named('say-speaker'));
    case 'statement':
      return record(`[data-statement="${place.statement}"]`);
    case 'item':
      return { tab: 'prepare', item, open: null, selector: `[data-item="${place.item}"]` };
    default:
      return null;
  }
}

const FOCUSABLE = 'button, input, select, textarea, a[href], [tabindex]';

/**
 * Waits until a place is there, brings it into sight and stands on it. Of several selectors the
 * first that finds something counts, wherever it stands on the screen.
 */
export async function seek(selector: string, frames = 180): Promise<boolean> {
  for (let frame = 0; frame < frames; frame += 1) {
    const found = selector
      .split(', ')
      .map((one) => document.querySelector<HTMLElement>(one))
      .find((one) => one !== null);
    if (found) {
      found.scrollIntoView({ block: 'center' });
      const target = found.matches(FOCUSABLE)
        ? found
        : (found.querySelector<HTMLElement>(FOCUSABLE) ?? found);
      target.focus();
      return document.activeElement === target;
    }
    await new Promise((done) => requestAnimationFrame(done));
  }
  return false;
}
