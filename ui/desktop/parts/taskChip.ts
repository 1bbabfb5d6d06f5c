// How a task's state is said in a word or two.
import type { AssignmentLine } from '../../shared/types/AssignmentLine';
import type { Tone } from '../../shared/Chip.svelte';
import { showDay } from '../lib/day';
import { assignmentStates, words } from '../words';

const lower = (words: string) => words.toLocaleLowerCase('vi');

/** Overdue first by days, then the due day, then the state. */
export function taskChip(task: AssignmentLine): { tone: Tone; words: string } {
  if (task.state === 'xong') return { tone: 'green', words: lower(assignmentStates.xong) };
  if (task.state === 'huy') return { tone: 'plain', words: lower(assignmentStates.huy) };
  if (task.overdue) {
    const days = Number(task.days_late ?? 0);
    return { tone: 'red', words: days > 0 ? words.late(days) : lower(assignmentStates.tre) };
  }
  if (task.due && task.state === 'moi') {
    return { tone: 'amber', words: words.due(showDay(task.due).slice(0, 5)) };
  }
  return { tone: 'blue', words: lower(assignmentStates[task.state]) };
}
