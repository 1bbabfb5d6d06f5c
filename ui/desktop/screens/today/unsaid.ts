// Reminders that no other line of Hôm nay says already: nothing is said twice.
import type { ReminderLine } from '../../../shared/types/ReminderLine';
import type { TodayView } from '../../../shared/types/TodayView';

/** The step of the checklist that a reminder is about. */
const STEP: Record<string, string> = { R01: 'p4', R02: 'p3', R03: 'p2' };
/** The minutes of the agenda: the card of the meeting says how many lack. */
const MINUTES = 'R04';

export function unsaid(view: Pick<TodayView, 'reminders' | 'next'>): ReminderLine[] {
  const steps = view.next?.state === 'chuan_bi' ? view.next.checklist.map((step) => step.id) : [];
  return view.reminders.filter(
    (one) => !(one.rule === MINUTES && view.next) && !steps.includes(STEP[one.rule] ?? ''),
  );
}
