// The minutes as pages to be read aloud: the opening, one page for each item, what was raised, the
// score. The vote on the minutes comes after the last of them.
import type { CriticismKind } from '../../../shared/types/CriticismKind';
import type { MeetingView } from '../../../shared/types/MeetingView';
import { hourMinute, longDay, points, shortDay } from '../clock';
import { closing, criticismKinds, record, words } from '../words';

export interface ReadLine {
  lead: string;
  text: string;
}
export interface ReadPage {
  title: string;
  lines: ReadLine[];
}

const plain = (text: string): ReadLine => ({ lead: '', text });

/** The breaks, and who came late or left early: what the minutes print is what is read. */
export function comings(view: Pick<MeetingView, 'breaks' | 'attendance'>): ReadLine[] {
  const at = (lead: string, all: string[]) => (all.length ? [{ lead, text: all.join('; ') }] : []);
  return [
    ...at(
      closing.read.breaks,
      view.breaks.flatMap((one) =>
        one.to ? [`${hourMinute(one.from)}–${hourMinute(one.to)}`] : [],
      ),
    ),
    ...at(
      closing.read.late,
      view.attendance
        .filter((one) => one.status === 'late')
        .map((one) => one.name + (one.arrived_at ? ` (${hourMinute(one.arrived_at)})` : '')),
    ),
    ...at(
      closing.read.left,
      view.attendance.flatMap((one) =>
        one.left_at ? [`${one.name} (${hourMinute(one.left_at)})`] : [],
      ),
    ),
  ];
}

function opening(view: MeetingView): ReadPage {
  const lines: ReadLine[] = [];
  if (view.started_at) {
    const end = view.ended_at ? hourMinute(view.ended_at) : '…';
    lines.push(
      plain(
        `${longDay(view.started_at)}. ${view.place}. ${closing.read.time(hourMinute(view.started_at), end)}`,
      ),
    );
  }
  if (view.short_because) lines.push(plain(closing.aloud.short(view.short_because)));
  const chair = view.chair_name ? `${words.chairedBy(view.chair_name)}. ` : '';
  const scribe = view.scribe_name ? closing.read.scribe(view.scribe_name) : '';
  if (chair || scribe) lines.push(plain(chair + scribe));
  lines.push(plain(closing.read.room(view.counts)), ...comings(view));
  if (view.guests.length) lines.push({ lead: closing.read.guests, text: view.guests.join('; ') });
  return { title: view.title, lines };
}

function items(view: MeetingView): ReadPage[] {
  return view.agenda.map((item) => {
    const said = view.statements
      .filter((one) => one.item === item.id)
      .map((one) => ({
        lead: `${one.member ? `${words.comrade} ` : ''}${one.name}:`,
        text: one.text,
      }));
    const voted = view.votes
      .filter((one) => one.no === item.no)
      .map((vote) => ({
        lead: `${record.voteTag}:`,
        text: `${vote.subject} – ${record.tally(vote.for, vote.against, vote.abstain)}; ${(vote.passed
          ? record.passed
          : record.failed
        ).toLowerCase()}.${vote.reserved ? ` ${record.reserved} ${vote.reserved}` : ''}`,
      }));
    const conclusion = view.conclusions.find((one) => one.no === item.no)?.text;
    const lines = [
      ...said,
      ...voted,
      ...(conclusion ? [{ lead: closing.read.conclusion, text: conclusion }] : []),
    ];
    return {
      title: `${item.no}. ${item.title}`,
      lines: lines.length ? lines : [plain(closing.read.none)],
    };
  });
}

function raised(view: MeetingView): ReadPage[] {
  const criticised = (Object.keys(criticismKinds) as CriticismKind[])
    .filter((kind) => view.criticism_counts[kind])
    .map((kind) => `${view.criticism_counts[kind]} ${criticismKinds[kind].toLowerCase()}`);
  return [
    {
      title: closing.read.assignments,
      lines: view.assignments.map((one) => ({
        lead: `${words.comrade} ${one.name}:`,
        text: `${one.title}${one.due ? `, ${record.due(shortDay(one.due))}` : ''}.`,
      })),
    },
    { title: closing.read.petitions, lines: view.petitions.map((one) => plain(one.text)) },
    {
      title: closing.read.criticism,
      lines: criticised.length ? [plain(`${criticised.join('; ')}.`)] : [],
    },
    {
      title: closing.score.title,
      lines: view.score
        ? [
            plain(
              closing.score.total(
                points(view.score.total),
                points(view.score.max),
                view.score.band,
              ),
            ),
          ]
        : [],
    },
  ].filter((page) => page.lines.length);
}

export function pagesOf(view: MeetingView): ReadPage[] {
  return [opening(view), ...items(view), ...raised(view)];
}

/**
 * Where a key leads from page `at` of 0…`last`: another page, further down or up on a page that is
 * longer than the window, or null for a key that means nothing here.
 */
export function turn(
  key: string,
  at: number,
  last: number,
  below: boolean,
  above: boolean,
): number | 'down' | 'up' | null {
  switch (key) {
    case 'ArrowRight':
      return Math.min(at + 1, last);
    case 'ArrowLeft':
      return Math.max(at - 1, 0);
    case 'PageDown':
      return below ? 'down' : Math.min(at + 1, last);
    case 'PageUp':
      return above ? 'up' : Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
