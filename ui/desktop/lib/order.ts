// The order in which open things are shown: what presses first.
import type { AssignmentLine } from '../../shared/types/AssignmentLine';
import type { PetitionLine } from '../../shared/types/PetitionLine';

export const isOpen = (task: AssignmentLine) => task.state !== 'xong' && task.state !== 'huy';

/** Overdue first, then by due day, those without one after; what is closed at the end. */
export function byUrgency(tasks: readonly AssignmentLine[]): AssignmentLine[] {
  const rank = (task: AssignmentLine) => (!isOpen(task) ? 3 : task.overdue ? 0 : task.due ? 1 : 2);
  return [...tasks].sort((a, b) => rank(a) - rank(b) || (a.due ?? '9').localeCompare(b.due ?? '9'));
}

export const isUnanswered = (petition: PetitionLine) =>
  petition.answer === null && petition.state !== 'da_giai_quyet';

/** Unanswered first, then the newest. */
export function byNeed(petitions: readonly PetitionLine[]): PetitionLine[] {
  return [...petitions].sort(
    (a, b) => Number(isUnanswered(b)) - Number(isUnanswered(a)) || b.at.localeCompare(a.at),
  );
}
