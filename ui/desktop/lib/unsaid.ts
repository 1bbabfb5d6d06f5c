// Reminders that no other line of the screen says already: nothing is said twice.
import type { ChecklistLine } from '../../shared/types/ChecklistLine';
import type { ReminderLine } from '../../shared/types/ReminderLine';

/** The step of the checklist that a reminder is about. */
const STEP: Record<string, string> = { R01: 'p4', R02: 'p3', R03: 'p2' };
/** The minutes of the agenda: where they are summed up it is said how many lack. */
const MINUTES = 'R04';

/** What else stands on the screen. */
interface Beside {
  steps: readonly Pick<ChecklistLine, 'id'>[];
  minutes: boolean;
}

export function unsaid(reminders: readonly ReminderLine[], beside: Beside): ReminderLine[] {
  const steps = beside.steps.map((step) => step.id);
  return reminders.filter(
    (one) => !(one.rule === MINUTES && beside.minutes) && !steps.includes(STEP[one.rule] ?? ''),
  );
}
