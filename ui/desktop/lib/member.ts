// A member as the roster shows it, and as the book keeps it.
import type { Member } from '../../shared/types/Member';
import type { MemberKind } from '../../shared/types/MemberKind';
import type { MemberLine } from '../../shared/types/MemberLine';
import type { MemberStatus } from '../../shared/types/MemberStatus';
import { words } from '../words';
import { readDay } from './day';
import { textOf } from './form';

export const days = ['birth', 'joined', 'official'] as const;
export type Day = (typeof days)[number];
export type MemberWrong = Partial<Record<'name' | Day, string>>;

/** The member behind a line of the roster. */
export function memberOf(line: MemberLine): Member {
  const { name, status, kind } = line;
  const member: Member = { name, status, kind };
  for (const field of [...days, 'phone', 'office'] as const) {
    const value = line[field];
    if (value) member[field] = value;
  }
  return member;
}

/** What is wrong with a typed day, in words; empty days are fine. */
export function dayWrong(typed: string): string | undefined {
  return typed.trim() && !readDay(typed) ? words.members.dayWrong : undefined;
}

/** The member as the form says, and what is wrong with it, by field. */
export function readMember(form: HTMLFormElement): { member: Member; wrong: MemberWrong } {
  const member: Member = {
    name: textOf(form, 'name').replace(/\s+/g, ' '),
    status: textOf(form, 'status') as MemberStatus,
    kind: textOf(form, 'kind') as MemberKind,
  };
  const wrong: MemberWrong = {};
  if (!member.name) wrong.name = words.members.nameMissing;
  for (const field of days) {
    const typed = textOf(form, field);
    const day = readDay(typed);
    if (day) member[field] = day;
    const why = dayWrong(typed);
    if (why) wrong[field] = why;
  }
  for (const field of ['phone', 'office'] as const) {
    const text = textOf(form, field);
    if (text) member[field] = text;
  }
  return { member, wrong };
}
